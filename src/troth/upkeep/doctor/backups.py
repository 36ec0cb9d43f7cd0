"""Whether there is a backup that is young enough to go back to, by the note that the last good one left."""

from troth.kernel import clock
from troth.log.moments import moment

from .found import CantLook, Check, Found, ok, span, warning
from .installation import Installation

_MEND = (
    "Make one with troth backup DIR --keys DIR, and let the clock make the next"
    " (deploy/systemd/troth-backup.timer is an example)."
)


def _backup(here: Installation) -> Found:
    rows = here.kept()
    if here.config.demo:
        raise CantLook("this is a demo")
    if not rows.has("log_backup"):
        raise CantLook("the tables are those of an older Troth")
    found = rows.read("SELECT at, place FROM log_backup")
    if not found:
        return warning("There is no backup: with this disk everything is lost.", _MEND, "backup")
    at, place = found[0]
    age = max(0.0, (clock.now() - moment(at)).total_seconds())
    if age > here.bars.backup_age:
        return warning(
            f"The last backup is {span(age)} old ({place}).", f"{_MEND} See why the clock's failed.", "backup"
        )
    return ok(f"The last backup is {span(age)} old ({place}).")


CHECKS = (Check("backup", "there is one that is younger than two days, on whichever machine it was made", _backup),)
