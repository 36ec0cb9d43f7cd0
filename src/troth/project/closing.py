"""How a workspace is closed: what each room handed in, what stays, and what is out of reach."""

from collections.abc import Iterator
from uuid import UUID

from troth.accounts.erase import elsewhere_of
from troth.channels.email import close as channels_email
from troth.datamap.closing import Stays, Why
from troth.datamap.erasing import Because, Reason
from troth.datamap.keeping import BACKUP
from troth.kernel import config
from troth.post.models import Mail
from troth.privacy.closing import steps as privacy
from troth.privacy.closing.endings import endings, hand_in
from troth.search import close as search
from troth.upkeep.backup import write_tombstones

from .erasers import server_logs, write_ahead_log

_ROOMS = (privacy, channels_email, search)


def hand_in_all() -> None:
    """Once a process, when Django is set up."""
    if endings.steps:
        return
    hand_in(step for room in _ROOMS for step in room.steps())
    endings.stays += _stays()
    endings.retained += [_certificate, _people]
    endings.outside += [_mails, _backups, server_logs, write_ahead_log]
    endings.noted.append(_tombstone)


def _stays() -> tuple[Stays, ...]:
    return (
        Stays(("rows privacy.Closing", "rows privacy.ClosingStep", "rows privacy.Erasure", "rows privacy.ErasureStep"),
              Why.PROOF),
        Stays(("rows proofs.Tree", "rows proofs.Tile", "rows proofs.Checkpoint"), Why.PROOF),
        Stays(("rows privacy.Processor", "rows accounts.Remembered", "table log_bookmark", "table log_parked",
               "table log_position", "table log_worker", "table log_backup", "table log_schema", "table fact",
               "table holder", "table keyring_schema", "rows auth.Group", "rows auth.Group_permissions",
               "rows auth.Permission", "rows contenttypes.ContentType"), Why.OTHERS),
        Stays(("table log_outbox", "table log_feed", "table search_gone", "table search_whole", "table destroyed",
               "rows proofs.Places", "rows proofs.Tombstone"),
              Why.IDS),
        Stays(("files backup",), Why.COPIES),
    )  # fmt: skip


def _tombstone() -> None:
    own = config.current()
    if own.tombstones is not None:
        write_tombstones(own, own.tombstones)


def _certificate(_: UUID) -> Iterator[Reason]:
    yield Reason(
        code=Because.CLOSING_PROOF,
        sentence="The certificate, with keyed hashes by which the workspace is known again and counts that name nobody;"
        " and the certificates of those who were erased before.",
    )


def _people(workspace: UUID) -> Iterator[Reason]:
    if stay := elsewhere_of(workspace):
        said = f"The logins of {stay} members, who are in another workspace too."
        yield Reason(code=Because.MEMBERS_ELSEWHERE, sentence=said, params={"n": stay})


def _mails(workspace: UUID) -> Iterator[Reason]:
    if sent := Mail.objects.filter(workspace=workspace, state__in=(Mail.State.SENT, Mail.State.UNCERTAIN)).count():
        said = f"{sent} mails that were delivered: they are their recipients' copies."
        yield Reason(code=Because.MAILS_DELIVERED, sentence=said, params={"n": sent})


def _backups(_: UUID) -> Iterator[Reason]:
    days = BACKUP.longest.days
    yield Reason(
        code=Because.BACKUPS,
        sentence=f"Backups of before, until the operator deletes them ({days} days are the longest that the data map"
        " allows): what is sealed in them is unreadable already; a restore closes the workspace again before it"
        " serves.",
        params={"n": days},
    )
