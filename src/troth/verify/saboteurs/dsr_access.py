"""Those of dsr-access."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _without(*names: str) -> Any:
    """A package of a few keys less."""

    def make(real: Any) -> Any:
        def written(package: Any) -> bytes:
            import msgspec

            told = msgspec.json.decode(real(package))
            return msgspec.json.encode({name: value for name, value in told.items() if name not in names})

        return written

    return make


@saboteur("dsr-access.every_canary", "answers to complaints are left out of the copy")
def leaves_requests_out(patch: Patch) -> None:
    patch.around(
        "troth.privacy.access.exporters.exporters.parts", lambda real: [one for one in real if one.name != "requests"]
    )


@saboteur("dsr-access.free_copy", "the page of the copy fetches a picture from elsewhere")
def page_fetches(patch: Patch) -> None:
    patch.around(
        "troth.privacy.access.make.page",
        lambda real: lambda *args, **more: real(*args, **more) + '<img src="https://count.example/1.gif">',
    )


@saboteur("dsr-access.free_copy", "the JSON is of a schema that is nowhere described")
def another_schema(patch: Patch) -> None:
    patch.around("troth.privacy.access.make.written", _without("schema", "version"))


@saboteur("dsr-access.why_and_with_whom", "purposes and recipients are left out of the copy")
def says_no_why(patch: Patch) -> None:
    patch.around("troth.privacy.access.make.written", _without("why", "recipients"))


@saboteur("dsr-access.why_and_with_whom", "for how long something is kept is left out of the copy")
def says_no_time(patch: Patch) -> None:
    patch("troth.privacy.access.why._kept", lambda leaves, sites, rules: iter(()))


@saboteur("dsr-access.why_and_with_whom", "nobody is named to whom anything is given")
def says_no_recipient(patch: Patch) -> None:
    patch("troth.privacy.access.why.reached", lambda recipient, sites: False)


@saboteur("dsr-access.why_and_with_whom", "a company is named that is given nothing")
def names_a_stranger(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def companies() -> Any:
            from troth.privacy.notice.content import Company

            return [*real(), Company(name="Nobody Ltd", function="Nothing", country="US")]

        return companies

    patch.around("troth.privacy.access.package.companies", make)


@saboteur("dsr-access.why_and_with_whom", "the page for people is without purposes, the data for programs has them")
def page_says_no_why(patch: Patch) -> None:
    patch("troth.privacy.access.said.Said.reason", lambda self, one: iter(()))


@saboteur("dsr-access.sources_told", "all of it is said to come from the person")
def all_from_them(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def why(scope: Any, parts: Any) -> Any:
            import msgspec

            return [msgspec.structs.replace(one, sources=["the person"]) for one in real(scope, parts)]

        return why

    patch.around("troth.privacy.access.package.why", make)


@saboteur("dsr-access.sources_told", "where fields came from is left out of the copy")
def says_no_source(patch: Patch) -> None:
    patch.around("troth.privacy.access.make.written", _without("why"))


@saboteur("dsr-access.nothing_kept_is_said", "who is unknown is led to the page of somebody without talks")
def silent_to_the_unknown(patch: Patch) -> None:
    from troth.datamap.vocabulary import Subject

    def make(real: Any) -> Any:
        def of_address(workspace: Any, address: str, mark: bytes) -> Any:
            from troth.contacts.models import Contact

            anybody = Contact.objects.filter(workspace_id=workspace).values_list("id", flat=True).first()
            return real(workspace, address, mark) or (Subject.CONTACT, anybody)

        return of_address

    patch.around("troth.privacy.portal.prove.of_address", make)
