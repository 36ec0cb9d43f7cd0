"""Those of staff-subject."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("staff-subject.agent_exports_own", "a copy of the team's people leaves out their place in the team")
def leaves_membership_out(patch: Patch) -> None:
    patch.around(
        "troth.privacy.access.exporters.exporters.parts",
        lambda real: [one for one in real if one.name != "memberships"],
    )


@saboteur("staff-subject.leaver_is_nobody", "the rows of who left keep their name")
def keeps_members(patch: Patch) -> None:
    patch.around(
        "troth.privacy.erasers.erasers.steps",
        lambda real: [one for one in real if not one.store.startswith(("rows accounts", "rows conversations"))],
    )


@saboteur("staff-subject.leaver_is_nobody", "the name that visitors saw stays in the events of their talks")
def keeps_names_in_talks(patch: Patch) -> None:
    patch("troth.conversations.erase._names", lambda scope: [])


@saboteur("staff-subject.invitation_without_password", "who is invited is given a password")
def gives_a_password(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def set_unusable(self: Any) -> None:
            self.set_password("a password of the house")

        return set_unusable

    patch.around("troth.accounts.add_member.Person.set_unusable_password", make)


@saboteur("staff-subject.alias_alone_shown", "visitors see the name of who answers")
def shows_names(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def joined(*, member: Any, alias: str, **more: Any) -> Any:
            from troth.accounts.models import Member

            return real(member=member, alias=Member.objects.get(id=member).name, **more)

        return joined

    patch.around("troth.conversations.join.Joined", make)
