"""Those of dsr-refusal."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-refusal.held_is_kept_and_named", "an erasure does not ask for holds")
def plans_past_holds(patch: Patch) -> None:
    patch("troth.privacy.erasers.erasers.blockers", [])


@saboteur("dsr-refusal.held_is_kept_and_named", "retention does not ask for holds")
def retains_nothing(patch: Patch) -> None:
    from django.db.models import Q

    patch("troth.privacy.retention.spared.Spared._any", lambda self, column, kind: Q())


@saboteur("dsr-refusal.freed_goes", "a hold that was lifted still keeps")
def never_lifted(patch: Patch) -> None:
    def standing(workspace: Any, at: Any) -> Any:
        from troth.privacy.holds.rows import Hold

        return Hold.objects.filter(workspace_id=workspace)

    patch("troth.privacy.retention.spared.standing", standing)


@saboteur("dsr-refusal.freed_goes", "a hold never ends by its day")
def never_ends(patch: Patch) -> None:
    def standing(workspace: Any, at: Any) -> Any:
        from troth.privacy.holds.rows import Hold

        return Hold.objects.filter(workspace_id=workspace, lifted_at=None)

    patch("troth.privacy.retention.spared.standing", standing)


@saboteur("dsr-refusal.reason_needed", "a refusal needs no words")
def wordless(patch: Patch) -> None:
    patch.around("troth.privacy.requests.close.words_of", lambda real: lambda text, name, **more: real(text, name))


@saboteur("dsr-refusal.person_told_why", "the mail leaves out where to complain")
def no_complaint(patch: Patch) -> None:
    patch("troth.privacy.requests.letter._endings", lambda act, facts: ["number_line"])


@saboteur("dsr-refusal.person_told_why", "the mail leaves out why")
def no_why(patch: Patch) -> None:
    patch("troth.privacy.requests.letter._more", lambda row, act: [])
