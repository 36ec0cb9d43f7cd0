"""Those of dsr-identity."""

from datetime import timedelta
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-identity.proof_before_anything", "a code works for an hour")
def long_codes(patch: Patch) -> None:
    patch("troth.privacy.portal.prove.CODE_LASTS", timedelta(hours=1))


@saboteur("dsr-identity.proof_before_anything", "a session never ends")
def endless(patch: Patch) -> None:
    patch("troth.privacy.portal.prove.SESSION_LASTS", timedelta(days=300))


@saboteur("dsr-identity.no_oracle", "a code is mailed to who is known alone")
def mails_the_known(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def write(*, workspace: Any, to: str, **more: Any) -> Any:
            from troth.contacts.models import Identity
            from troth.contacts.sealed import mark_of

            if Identity.objects.filter(workspace_id=workspace, mark=mark_of(workspace, "email", to)).exists():
                return real(workspace=workspace, to=to, **more)
            return None

        return write

    patch.around("troth.privacy.portal.prove.write", make)


@saboteur("dsr-identity.guessing_is_stopped", "codes may be tried for ever")
def endless_tries(patch: Patch) -> None:
    patch("troth.privacy.portal.prove.TRIES", 1_000)
