"""THE table of rights: who may do what in a conversation, and its rendering for the log (SQL, no Django).

`access.py` renders the same table for the pages (ORM); a property test holds the two together.
"""

from dataclasses import dataclass

from troth.accounts.roles import SERVING

ROLES: frozenset[str] = frozenset(SERVING)


@dataclass(frozen=True)
class Right:
    """visitor: the conversation's own visitor may. roles: members with one of these roles may.
    taking_part: and only while they take part in the conversation."""

    visitor: bool = False
    roles: frozenset[str] = frozenset()
    taking_part: bool = False


# Of a conversation's stream
CONVERSATION: dict[str, Right] = {
    "read": Right(visitor=True, roles=ROLES),
    "say": Right(visitor=True, roles=ROLES, taking_part=True),
    "note": Right(roles=ROLES),
    "join": Right(roles=ROLES),
    "leave": Right(roles=ROLES, taking_part=True),
    "close": Right(visitor=True, roles=ROLES),
    "reopen": Right(roles=ROLES),
    "rate": Right(visitor=True),
    "ask_transcript": Right(visitor=True, roles=ROLES),
    "upload": Right(visitor=True, roles=ROLES),
}
# Of a workspace's own stream, whose id is the workspace's
WORKSPACE: dict[str, Right] = {"read_workspace": Right(roles=ROLES)}


def right(verb: str) -> Right:
    """The row of the table. An unknown verb is a bug and raises KeyError."""
    return CONVERSATION[verb] if verb in CONVERSATION else WORKSPACE[verb]


def where(verb: str) -> str:
    """A portable SQL condition over the relation `i` (workspace, stream, kind, author), true where `verb` is allowed.

    kind is 'visitor' | 'agent' | 'system'; id columns compare equal to Django's UUID columns of the same database.
    """
    rule = right(verb)
    if verb in WORKSPACE:
        return "i.stream = i.workspace AND " + _member_of("i.workspace", rule)
    ways = []
    if rule.visitor:
        ways.append(
            "i.kind = 'visitor' AND EXISTS (SELECT 1 FROM conversations_conversation c"
            " WHERE c.id = i.stream AND c.workspace_id = i.workspace AND c.visitor_id = i.author)"
        )
    if rule.roles:
        way = (
            "EXISTS (SELECT 1 FROM conversations_conversation c"
            " WHERE c.id = i.stream AND c.workspace_id = i.workspace) AND " + _member_of("i.workspace", rule)
        )
        if rule.taking_part:
            way += (
                " AND EXISTS (SELECT 1 FROM conversations_participation p"
                " WHERE p.conversation_id = i.stream AND p.member_id = i.author AND p.left_at IS NULL)"
            )
        ways.append(way)
    return _any(ways)


def refusal(verb: str) -> str | None:
    """What one who may see the conversation and not do `verb` in it is told; None: their role is the reason."""
    return "Join the conversation first." if right(verb).taking_part else None


def _member_of(workspace: str, rule: Right) -> str:
    roles = ", ".join(f"'{role}'" for role in sorted(rule.roles))
    return (
        "i.kind = 'agent' AND EXISTS (SELECT 1 FROM accounts_member m JOIN accounts_person q ON q.id = m.person_id"
        f" WHERE m.id = i.author AND m.workspace_id = {workspace} AND m.active AND q.is_active AND m.role IN ({roles}))"
    )


def _any(ways: list[str]) -> str:
    return " OR ".join(f"({way})" for way in ways) or "1 = 0"
