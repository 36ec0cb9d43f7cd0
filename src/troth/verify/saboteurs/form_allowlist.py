"""Those of form-allowlist."""

import logging
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("form-allowlist.required_have_basis", "a new site demands a name before a chat")
def demands_a_name(patch: Patch) -> None:
    _begins_with(patch, "fields")


@saboteur("form-allowlist.required_have_basis", "a new site demands a name where nobody is there")
def demands_a_name_offline(patch: Patch) -> None:
    _begins_with(patch, "offline_fields")


def _begins_with(patch: Patch, form: str) -> None:
    def make(real: Any) -> Any:
        name = {"id": "name", "kind": "text", "label": {"en": "Name"}, "required": True}
        return lambda *args, **more: real(*args, **more, **{form: [name]})

    patch.around("troth.project.beginning.add", make)


@saboteur("form-allowlist.optional_may_be_left", "every field has to be filled")
def demands_all(patch: Patch) -> None:
    patch.around(
        "troth.sites.form._problem", lambda real: lambda field, value: "required" if not value else real(field, value)
    )


@saboteur("form-allowlist.asked_fields_kept", "the last answer is let fall")
def lets_one_fall(patch: Patch) -> None:
    patch.around("troth.conversations.open_.check", lambda real: lambda *args: real(*args)[:-1])


@saboteur("form-allowlist.asked_fields_kept", "answers are left out of the copy of one's data")
def copies_no_answers(patch: Patch) -> None:
    import msgspec

    def make(real: Any) -> Any:
        def written(package: Any) -> bytes:
            told = msgspec.json.decode(real(package))
            for talk in told["parts"].get("conversations", []):
                talk["events"] = [one for one in talk["events"] if one["kind"] != "form_answered"]
                talk.pop("answers", None)
            told["parts"].pop("contact", None)
            return msgspec.json.encode(told)

        return written

    patch.around("troth.privacy.access.make.written", make)


@saboteur("form-allowlist.undeclared_kept_nowhere", "fields that the form does not have are kept with the others")
def keeps_what_comes(patch: Patch) -> None:
    from troth.wire.events import Answer

    def make(real: Any) -> Any:
        def check(fields: Any, values: Any, language: str = "en") -> list[Answer]:
            known = {field.id for field in fields}
            more = [Answer(field=name, label=name, value=value) for name, value in values.items() if name not in known]
            return [*real(fields, values, language), *more]

        return check

    patch.around("troth.conversations.open_.check", make)


@saboteur("form-allowlist.undeclared_kept_nowhere", "the log has the whole request")
def logs_the_request(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def opened(asker: Any, id: Any, client_id: Any, text: str, fields: Any, *more: Any) -> Any:
            logging.getLogger("troth").warning("a form: %s", fields)
            return real(asker, id, client_id, text, fields, *more)

        return opened

    patch.around("troth.conversations.api.open_", make)


@saboteur("form-allowlist.owner_decides_what_is_asked", "the chat asks for a phone number as well")
def asks_more(patch: Patch) -> None:
    from troth.sites.shapes import Field

    phone = Field(id="phone", kind="phone", label={"en": "Phone"})
    patch.around("troth.sites.queries.form", lambda real: lambda *args, **more: [*real(*args, **more), phone])


@saboteur("form-allowlist.owner_decides_what_is_asked", "the panel draws a field of its own")
def draws_more(patch: Patch) -> None:
    _script(patch, "document.querySelectorAll('form.card:not(:has([name=more]))').forEach(one => "
            "one.insertAdjacentHTML('beforeend', '<input name=more>'))")  # fmt: skip


@saboteur("form-allowlist.socket_undeclared_kept_nowhere", "what a frame brings besides is kept with its words")
def keeps_the_frame(patch: Patch) -> None:
    import msgspec

    from troth.wire.frames import Say

    def make(real: Any) -> Any:
        def decode(text: Any) -> Any:
            frame, raw = real(text), msgspec.json.decode(text)
            if isinstance(frame, Say) and "income" in raw:
                return msgspec.structs.replace(frame, text=f"{frame.text} {raw['income']}")
            return frame

        return decode

    patch.around("troth.gateway.hub.decode_client", make)


@saboteur("form-allowlist.socket_undeclared_kept_nowhere", "the log has every frame")
def logs_frames(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def decode(text: Any) -> Any:
            logging.getLogger("troth").warning("a frame: %s", text)
            return real(text)

        return decode

    patch.around("troth.gateway.hub.decode_client", make)


@saboteur("form-allowlist.says_what_is_needed", "what may be left is not marked")
def unmarked(patch: Patch) -> None:
    _script(patch, "document.querySelectorAll('.optional').forEach(one => one.remove())")


@saboteur("form-allowlist.says_what_is_needed", "a screen reader is not told what must be filled")
def unheard(patch: Patch) -> None:
    _script(patch, "document.querySelectorAll('[required]').forEach(one => one.required = false)")


@saboteur("form-allowlist.says_what_is_needed", "it is not said what follows")
def without_what_follows(patch: Patch) -> None:
    _script(patch, "document.querySelectorAll('.hint').forEach(one => one.remove())")


def _script(patch: Patch, does: str) -> None:
    """The panel's scripts do this as well, after each change of the page."""
    more = f"\n;new MutationObserver(() => {{ {does} }}).observe(document, {{subtree: true, childList: true}});\n"
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (found[0] + more.encode(), found[1]) if found and name.endswith(".js") else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)
