"""Those of profile-lint."""

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("profile-lint.trial_two_values", "numbers in sentences are not compared with the parameters")
def numb(patch: Patch) -> None:
    _without(patch, "_numbers")


@saboteur("profile-lint.dead_mechanism_found", "no mechanism is known to have ended")
def undead(patch: Patch) -> None:
    patch("troth.privacy.profile.lint.DEAD_MECHANISMS", ())


@saboteur("profile-lint.dead_mechanism_found", "sentences that claim a framework are believed")
def believes(patch: Patch) -> None:
    patch("troth.privacy.profile.claims.dead", lambda text: "")


@saboteur("profile-lint.absolute_claim_found", "promises of absolute security are believed")
def trusting(patch: Patch) -> None:
    patch("troth.privacy.profile.claims.absolute", lambda text: "")


@saboteur("profile-lint.absolute_claim_found", "who takes the claim back is refused too")
def deaf_to_not(patch: Patch) -> None:
    import re

    patch("troth.privacy.profile.claims._NOT", re.compile(r"(?!)"))


def _without(patch: Patch, rule: str) -> None:
    from troth.privacy.profile import lint

    patch("troth.privacy.profile.lint._RULES", tuple(one for one in lint._RULES if one.__name__ != rule))
