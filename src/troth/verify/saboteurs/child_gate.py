"""Those of child-gate."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("child-gate.not_declared_nothing_kept", "a site's owner can set no gate")
def takes_no_setting(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def change(asker: Any, workspace: Any, site: Any, body: Any) -> Any:
            from troth.kernel.errors import Invalid

            if getattr(body, "children", None):
                raise Invalid("This can't be set.")
            return real(asker, workspace, site, body)

        return change

    patch.around("troth.sites.api.change", make)


@saboteur("child-gate.not_declared_nothing_kept", "a chat without the age is taken, as the widget alone asks for it")
def asks_in_the_widget_alone(patch: Patch) -> None:
    from troth.sites.queries import form

    patch("troth.conversations.open_.check_declared", lambda site, values: None)
    patch("troth.conversations.open_.to_fill", form)


@saboteur("child-gate.not_declared_nothing_kept", "what was written is kept, though the chat is refused")
def keeps_what_it_refused(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def opened(asker: Any, conversation: Any, client: Any, text: str, *more: Any) -> Any:
            from troth.contacts.models import Contact
            from troth.kernel.ids import new_id
            from troth.sites.children import AgeNeeded

            try:
                return real(asker, conversation, client, text, *more)
            except AgeNeeded:
                Contact.objects.create(id=new_id(), workspace_id=asker.workspace, clear_name=text)
                raise

        return opened

    patch.around("troth.conversations.open_._open", make)


@saboteur("child-gate.report_stands_first", "reports of a child stand where they came in")
def nothing_is_first(patch: Patch) -> None:
    patch("troth.privacy.requests.file.FIRST", ())


@saboteur("child-gate.report_stands_first", "who is unknown can report nothing")
def known_alone(patch: Patch) -> None:
    patch("troth.privacy.portal.asks.OF_ANYBODY", ())


@saboteur("child-gate.report_erases", "what was captured as mail is left")
def leaves_mails(patch: Patch) -> None:
    patch.around(
        "troth.privacy.erasers.erasers.steps",
        lambda real: [one for one in real if not one.store.startswith(("mails", "rows post.Mail"))],
    )
