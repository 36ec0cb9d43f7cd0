"""How people are erased: what each room handed in, and what keeps them from it, stays, or is out of reach."""

from collections.abc import Iterator

from troth.accounts import erase as accounts
from troth.channels.email import erase as channels_email
from troth.contacts import erase as contacts
from troth.conversations import erase as conversations
from troth.datamap.erasing import Because, Reason, Scope
from troth.datamap.keeping import BACKUP, LOGS
from troth.datamap.vocabulary import Subject
from troth.kernel import config
from troth.post import erase as post
from troth.privacy import erase as privacy
from troth.privacy.erasers import erasers, hand_in
from troth.privacy.holds import standing as holds
from troth.privacy.notice import erase as notice
from troth.privacy.portal import erase as portal
from troth.privacy.requests.erase import waits_for_an_answer
from troth.search import erase as search
from troth.sites import erase as sites
from troth.upkeep.backup import write_tombstones
from troth.visitors import departed
from troth.visitors import erase as visitors

_ROOMS = (conversations, contacts, visitors, post, sites, accounts, search, channels_email, privacy, notice, portal)


def hand_in_all() -> None:
    """Once a process, when Django is set up."""
    if erasers.steps:
        return
    hand_in(step for room in _ROOMS for step in room.steps())
    erasers.blockers += [_a_member, holds.blockers]
    erasers.unless_forced.append(_live)
    erasers.retained += [_what_agents_said, _a_login, waits_for_an_answer]
    erasers.noted.append(_tombstone)
    erasers.ended.append(_cut_off)
    erasers.outside += [_mails, _backups, server_logs, write_ahead_log]


def _cut_off(scope: Scope) -> None:
    """Sockets of theirs end: the last they heard is that their conversations are erased."""
    for visitor in scope.visitors:
        departed.note(scope.workspace, visitor)


def _tombstone() -> None:
    own = config.current()
    if own.tombstones is not None:
        write_tombstones(own, own.tombstones)


def _live(scope: Scope) -> Iterator[Reason]:
    if live := conversations.live(scope):
        said = f"{live} of the conversations are open. Close them first, or force it."
        yield Reason(code=Because.TALKS_OPEN, sentence=said, params={"n": live})


def _a_member(scope: Scope) -> Iterator[Reason]:
    if accounts.is_member(scope):
        yield Reason(
            code=Because.A_MEMBER, sentence="They are still a member of the workspace. Remove them first."
        )  # fmt: skip


def _what_agents_said(scope: Scope) -> Iterator[Reason]:
    if scope.subject is Subject.PERSON:
        yield Reason(
            code=Because.SAID_TO_VISITORS,
            sentence="What they said to visitors: it is the visitors' record of the talk. The name they saw is gone.",
        )


def _a_login(scope: Scope) -> Iterator[Reason]:
    if scope.subject is Subject.PERSON and accounts.elsewhere(scope):
        yield Reason(code=Because.LOGIN_ELSEWHERE, sentence="Their login: it opens another workspace.")


def _mails(scope: Scope) -> Iterator[Reason]:
    if sent := post.delivered(scope):
        said = f"{sent} mails that were delivered: they are their recipients' copies."
        yield Reason(code=Because.MAILS_DELIVERED, sentence=said, params={"n": sent})


def _backups(_: Scope) -> Iterator[Reason]:
    days = BACKUP.longest.days
    yield Reason(
        code=Because.BACKUPS,
        sentence=f"Backups of before, until the operator deletes them ({days} days are the longest that the data map"
        " allows): what is sealed in them is unreadable already; a restore erases the rest again before it serves.",
        params={"n": days},
    )


def server_logs(_: object) -> Iterator[Reason]:
    days = LOGS.longest.days
    yield Reason(
        code=Because.SERVER_LOGS,
        sentence="Lines of the server's log, which name nobody but by a random id, until the operator deletes them"
        f" ({days} days are the longest that the data map allows).",
        params={"n": days},
    )


def write_ahead_log(_: object) -> Iterator[Reason]:
    if config.current().database.kind != "sqlite":
        yield Reason(
            code=Because.WRITE_AHEAD_LOG,
            sentence="PostgreSQL's write-ahead log and its archives, for clear columns, until the server overwrites"
            " them.",
        )
