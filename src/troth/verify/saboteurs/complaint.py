"""Those of complaint."""

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("complaint.authority_named", "what the company set is forgotten")
def no_authority(patch: Patch) -> None:
    from troth.privacy.requests.controller import Facts

    patch("troth.privacy.portal.page.facts_of", lambda workspace: Facts())


@saboteur("complaint.case_opened", "only those of whom something is kept may complain")
def only_the_known(patch: Patch) -> None:
    patch("troth.privacy.portal.asks.OF_ANYBODY", ())


@saboteur("complaint.case_opened", "a complaint waits behind older requests")
def behind_others(patch: Patch) -> None:
    from troth.privacy.requests import file

    patch("troth.privacy.requests.file.FIRST", (file.Right.CHILD,))


@saboteur("complaint.case_opened", "nobody is told that it was received")
def untold(patch: Patch) -> None:
    patch("troth.privacy.requests.file.tell", lambda *of: None)
