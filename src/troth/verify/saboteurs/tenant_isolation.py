"""Those of tenant-isolation."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _anybodys(asker: Any, workspace: Any, *roles: Any) -> Any:
    from troth.accounts.models import Member

    return Member.objects.select_related("workspace", "person").filter(workspace_id=workspace, role="owner").first()


@saboteur("tenant-isolation.others_do_not_exist", "talks are fetched by their bare id")
def by_bare_id(patch: Patch) -> None:
    from troth.conversations.models import Conversation

    patch("troth.conversations.access.allowed", lambda asker, verb: Conversation.objects.all())
    patch("troth.conversations.access.membership", _anybodys)


@saboteur("tenant-isolation.others_do_not_exist", "the settings of a site are anybody's to read")
def open_settings(patch: Patch) -> None:
    patch("troth.sites.access.membership", _anybodys)


@saboteur("tenant-isolation.forms_apart", "whoever works in the workspace may change the form")
def all_may_change(patch: Patch) -> None:
    patch.around("troth.sites.change.membership", lambda real: lambda asker, workspace, *roles: real(asker, workspace))


@saboteur("tenant-isolation.ended_at_once", "the hub does not hear that somebody was taken out")
def deaf_hub(patch: Patch) -> None:
    patch("troth.gateway.house.House._member_changed", lambda self, workspace, body: None)


@saboteur("tenant-isolation.ended_at_once", "who was taken out is still a member to those who ask")
def still_a_member(patch: Patch) -> None:
    patch.around("troth.conversations.access.Member", lambda real: _Everybody(real))


class _Everybody:
    """The model, with the filter for those who are active left out."""

    def __init__(self, real: Any) -> None:
        self._real, self.objects = real, self

    def filter(self, **where: Any) -> Any:
        return self._real.objects.filter(**{name: value for name, value in where.items() if name != "active"})
