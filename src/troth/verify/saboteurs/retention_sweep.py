"""Those of retention-sweep."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("retention-sweep.due_goes", "the run counts, and clears nothing")
def clears_nothing(patch: Patch) -> None:
    patch("troth.privacy.retention.run.clear", lambda what, workspace, hand, renew: None)


@saboteur("retention-sweep.due_goes", "the run takes the young with the old")
def takes_the_young(patch: Patch) -> None:
    late = timedelta(days=4000)
    patch.around("troth.privacy.retention.run.due", lambda real: lambda site, rule, at: real(site, rule, at + late))


@saboteur("retention-sweep.dry_run_is_the_run", "the dry run tells of nothing")
def tells_nothing(patch: Patch) -> None:
    def make(real: Any) -> Any:
        import msgspec

        return lambda *args: msgspec.structs.replace(real(*args), items=[])

    patch.around("troth.privacy.retention.api.dry_run", make)


@saboteur("retention-sweep.finite_rules_only", "a kind that nobody set has no rule")
def no_default(patch: Patch) -> None:
    patch.around("troth.privacy.retention.api.rules_of", lambda real: lambda site: real(site)[:1])


@saboteur(
    "retention-sweep.owner_sets_within_bound", "an owner may keep longer than the company promised",
    when={"retention.conversations": {"after": "closed", "days": 100}},
)  # fmt: skip
def forgets_the_promise(patch: Patch) -> None:
    patch("troth.privacy.retention.set_rules.check", lambda workspace, facts: [])


@saboteur("retention-sweep.what_stays_names_nobody", "what stays of a talk is whose it was")
def keeps_the_name(patch: Patch) -> None:
    patch(
        "troth.privacy.retention.kept._count",
        lambda what, ids: Counter({(date(2020, 1, 1), f"of {ids[0].hex[:8]}"): 1}),
    )


@saboteur("retention-sweep.number_is_published", "the notice tells the longest times, whatever the owner set")
def tells_the_longest(patch: Patch) -> None:
    from troth.privacy.retention.rules import DEFAULTS

    patch("troth.privacy.notice.kept.rules_of", lambda site: DEFAULTS)
