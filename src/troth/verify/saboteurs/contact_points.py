"""Those of contact-points."""

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("contact-points.printed", "the values of a promise are not filled in")
def unfilled(patch: Patch) -> None:
    patch("troth.privacy.notice.promised.sentence", lambda text, values: "You reach us.")


@saboteur("contact-points.representative_named", "a promise may stand on what the profile does not say")
def on_nothing(patch: Patch) -> None:
    from troth.privacy.profile import lint

    patch("troth.privacy.profile.lint._RULES", tuple(one for one in lint._RULES if one.__name__ != "_silent"))


@saboteur("contact-points.officer_named", "the notice forgets whom the desk's settings name")
def no_officer(patch: Patch) -> None:
    from troth.privacy.requests.controller import Facts

    patch("troth.privacy.notice.gather.facts_of", lambda workspace: Facts())


@saboteur("contact-points.portal_opens_a_case", "what is sent there opens nothing")
def lost(patch: Patch) -> None:
    patch("troth.privacy.portal.asks.file", lambda *of, **more: None)
