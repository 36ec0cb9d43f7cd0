"""Those of dsr-clock."""

from datetime import timedelta
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-clock.due_day", "a request is due 30 days after it came, whatever the month")
def plain_thirty(patch: Patch) -> None:
    def due(received: Any, zone: Any) -> Any:
        from troth.privacy.requests.clock import end_of

        return end_of(received.astimezone(zone).date() + timedelta(days=30), zone)

    patch("troth.privacy.requests.file.due", due)


@saboteur("dsr-clock.due_day", "days are those of UTC")
def utc_days(patch: Patch) -> None:
    from datetime import UTC

    patch.around("troth.privacy.requests.file.due", lambda real: lambda received, zone: real(received, UTC))


@saboteur("dsr-clock.pressing_first", "reports of a child stand where they came in")
def nothing_is_first(patch: Patch) -> None:
    patch("troth.privacy.requests.file.FIRST", ())


@saboteur("dsr-clock.pressing_first", "who asked is told another day")
def another_day(patch: Patch) -> None:
    patch.around(
        "troth.privacy.requests.letter._day", lambda real: lambda at, *more: real(at - timedelta(days=1), *more)
    )


@saboteur("dsr-clock.overdue_shown", "the days left end at none")
def never_late(patch: Patch) -> None:
    patch.around("troth.privacy.requests.show.days_left", lambda real: lambda *args: max(0, real(*args)))
