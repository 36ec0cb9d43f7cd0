"""Those of no-overclaim."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("no-overclaim.absolute_claim_refused", "promises of absolute security are believed")
def trusting(patch: Patch) -> None:
    patch("troth.privacy.profile.claims.absolute", lambda text: "")


@saboteur("no-overclaim.absolute_claim_refused", "a profile is taken as it is")
def unread(patch: Patch) -> None:
    patch("troth.privacy.profile.set_profile.lint", lambda profile, **more: [])


@saboteur("no-overclaim.applied_is_not_certified", "whoever calls itself certified is believed")
def certified(patch: Patch) -> None:
    patch("troth.privacy.profile.claims.certified", lambda text: "")


@saboteur("no-overclaim.caveat_present", "the notice is silent about what can go wrong")
def silent(patch: Patch) -> None:
    def without(real: Any) -> Any:
        def render(*of: Any, **named: Any) -> str:
            return str(real(*of, **named)).replace("wholly safe", "known to us")

        return render

    patch.around("troth.privacy.notice.draw.render_to_string", without)
