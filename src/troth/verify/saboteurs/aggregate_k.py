"""Those of aggregate-k."""

from collections import Counter
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("aggregate-k.counters_name_nobody", "each is counted by its id")
def counts_ids(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def count(what: str, ids: Any) -> Any:
            return Counter({(day, str(ids[0])): number for (day, _), number in real(what, ids).items()})

        return count

    patch.around("troth.privacy.retention.kept._count", make)


@saboteur("aggregate-k.counters_name_nobody", "it is counted by the minute")
def counts_minutes(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def count(what: str, ids: Any) -> Any:
            return Counter({(day, f"{measure}_at_09_41"): n for (day, measure), n in real(what, ids).items()})

        return count

    patch.around("troth.privacy.retention.kept._count", make)


@saboteur("aggregate-k.counters_name_nobody", "the operator's numbers are told apart by visitors")
def labels_visitors(patch: Patch) -> None:
    patch.around("troth.kernel.buckets.refused", lambda real: {**real, "0199c0de-0000-7000-8000-000000000001": 1})
