"""The door to conversations: through the asker. `rights.py` is the table; here it is rendered for the ORM."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from troth.accounts.access import membership
from troth.accounts.asker import Asker, VisitorAsker
from troth.accounts.models import Member
from troth.kernel.errors import Forbidden, NotFound
from troth.wire.events import Audience, Author, AuthorName

from . import rights
from .models import Conversation, Participation


@dataclass(frozen=True)
class Standing:
    """How the asker stands to a conversation they may see: as which author, and whose key seals their words."""

    conversation: Conversation
    author: Author
    member: Member | None = None

    @property
    def workspace(self) -> UUID:
        return self.conversation.workspace_id

    @property
    def subject(self) -> UUID:
        return self.author.id

    @property
    def audience(self) -> Audience:
        return Audience.ALL if self.member is None else Audience.TEAM

    @property
    def by(self) -> AuthorName:
        return self.author.kind


def allowed(asker: Asker, verb: str) -> QuerySet[Conversation]:
    """The conversations on which the asker may do `verb`."""
    rule = rights.CONVERSATION[verb]
    if isinstance(asker, VisitorAsker):
        if not rule.visitor:
            return Conversation.objects.none()
        return Conversation.objects.filter(visitor_id=asker.visitor_id, workspace_id=asker.workspace)
    members = Member.objects.filter(person_id=asker.person_id, active=True, person__is_active=True, role__in=rule.roles)
    if not rule.taking_part:
        return Conversation.objects.filter(workspace_id__in=members.values("workspace_id"))
    part = Participation.objects.filter(
        conversation_id=OuterRef("id"),
        left_at__isnull=True,
        member__in=members,
        member__workspace_id=OuterRef("workspace_id"),
    )
    return Conversation.objects.filter(Q(Exists(part)))


def allowed_of(asker: Asker, verb: str, ids: Sequence[UUID]) -> QuerySet[Conversation]:
    """Those of `ids` on which the asker may do `verb`, by way of the ids: asked for both at once, SQLite goes through a
    whole workspace to see which of its conversations are meant."""
    rule = rights.CONVERSATION[verb]
    if isinstance(asker, VisitorAsker) or rule.taking_part:
        return allowed(asker, verb).filter(id__in=ids)
    place = Member.objects.filter(
        workspace_id=OuterRef("workspace_id"), person_id=asker.person_id, active=True, person__is_active=True,
        role__in=rule.roles,
    )  # fmt: skip
    return Conversation.objects.filter(Exists(place), id__in=ids)


def standing(asker: Asker, conversation_id: UUID, verb: str) -> Standing:
    """The asker's standing when they may do `verb`. Raises NotFound for what they may not see, else Forbidden."""
    seen = allowed(asker, "read").select_related("site", "workspace", "visitor", "contact")
    found = seen.filter(id=conversation_id).first()
    if found is None or (isinstance(asker, VisitorAsker) and found.visitor.departed_at is not None):
        raise NotFound
    if verb != "read" and not allowed(asker, verb).filter(id=conversation_id).exists():
        raise Forbidden(rights.refusal(verb))
    if isinstance(asker, VisitorAsker):
        return Standing(found, Author(kind="visitor", id=asker.visitor_id))
    member = membership(asker, found.workspace_id)
    return Standing(found, Author(kind="agent", id=member.id), member)
