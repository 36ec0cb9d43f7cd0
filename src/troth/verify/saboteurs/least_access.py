"""Those of least-access."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _no_roles(real: Any) -> Any:
    """Any member will do."""
    return lambda asker, workspace, *roles: real(asker, workspace)


@saboteur("least-access.role_matrix", "every member may do what privacy officers do")
def all_are_officers(patch: Patch) -> None:
    patch.around("troth.privacy.requests.find.membership", _no_roles)


@saboteur("least-access.role_matrix", "every member may change members")
def all_lead(patch: Patch) -> None:
    patch.around("troth.accounts.add_member.membership", _no_roles)


@saboteur("least-access.role_matrix", "agents are kept out of what is theirs")
def none_serve(patch: Patch) -> None:
    patch("troth.visitors.api.SERVING", ("owner",))


@saboteur("least-access.officer_reads_no_talk", "an officer reads talks as agents do")
def officers_read(patch: Patch) -> None:
    from troth.conversations.rights import CONVERSATION, ROLES, Right

    whoever = Right(visitor=True, roles=ROLES | {"officer"})
    patch("troth.conversations.rights.CONVERSATION", {**CONVERSATION, "read": whoever})
