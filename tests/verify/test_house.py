"""What was found of a workspace's own promises stands where its notice reads it."""

from typing import TYPE_CHECKING

from troth.kernel.clock import now

if TYPE_CHECKING:
    from tests.cast import Cast


def test_the_notice_reads_the_verdicts_of_the_last_run_alone(cast: "Cast") -> None:
    from troth.privacy.notice.verdicts import of_workspace
    from troth.verify.house import tell
    from troth.verify.verdicts import Verdict

    at = now()
    tell(cast.bikes.id, [Verdict("gone", "We did.", "KEPT", 1)], at)
    kept, silent = Verdict("DM-1", "We do.", "KEPT", 2), Verdict("agent-tag.x", "", "NOT PROMISED")
    tell(cast.bikes.id, [kept, Verdict("DM-2", "We do.", "BROKEN", why="It is not so."), silent], at)
    found = {promise: (row.verdict, row.level, row.why) for promise, row in of_workspace(cast.bikes.id).items()}
    assert found == {"DM-1": ("KEPT", 2, ""), "DM-2": ("BROKEN", 0, "It is not so.")}
    assert of_workspace(cast.tea.id) == {}
