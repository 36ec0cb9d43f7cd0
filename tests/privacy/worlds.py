"""Conversations of any age, for retention: made through the public door, then put back in time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.cast import Answer, Cast, Guest, guest
from tests.conversations.talk import close, opened, say
from tests.conversations.test_files import upload
from troth.contacts.models import Contact
from troth.conversations.models import Conversation, File
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.sites.add import add
from troth.sites.models import Site
from troth.visitors.models import Visitor


@dataclass
class World:
    """A site of the company's, with what has happened on it."""

    cast: Cast
    site: Site
    talks: list[UUID] = field(default_factory=list)

    @classmethod
    def fresh(cls, cast: Cast) -> "World":
        return cls(cast, add(cast.bikes.id, "Another"))

    @property
    def path(self) -> str:
        return f"/workspaces/{self.cast.bikes.id}/privacy/sites/{self.site.id}/retention"

    def rules(self, **days: int) -> Answer:
        after = {"conversations": "closed", "contacts": "last_message"}
        said = [{"what": what, "after": after.get(what, "created"), "days": number} for what, number in days.items()]
        answer = self.cast.ada.api.put(self.path, rules=said)
        assert answer.status == 200, answer
        return answer

    def tried(self, **more: Any) -> Answer:
        answer = self.cast.ada.api.post(f"{self.path}/dry-run", **more)
        assert answer.status == 200, answer
        return answer

    def browser(self, days: int) -> Guest:
        """One that opened the chat so long ago."""
        who = guest(self.site)
        Visitor.objects.filter(id=who.id).update(created_at=ago(days))
        return who

    def talk(self, days: int, who: Guest | None = None, *, closed: bool = True, file: bool = False, rating: int = 0,
             mail: bool = False) -> UUID:  # fmt: skip
        """All that happened in it was so long ago."""
        who = who or self.browser(days)
        talk = opened(who)
        if file:
            say(who, talk, "", files=[upload(who, talk).id])
        if closed:
            close(self.cast.ada, talk)
            if rating:
                who.api.post(f"/conversations/{talk}/rating", client_id=new_id(), score=rating, comment="So so")
        row = Conversation.objects.filter(id=talk)
        row.update(opened_at=ago(days), last_at=ago(days), closed_at=ago(days) if closed else None)
        File.objects.filter(conversation=talk).update(uploaded_at=ago(days))
        Contact.objects.filter(conversations=talk).update(created_at=ago(days))
        if mail:
            Mail.objects.create(
                workspace=self.cast.bikes.id, stream=talk, kind="transcript", key=new_id().hex, to=b"", domain="",
                state=Mail.State.SENT, next_at=ago(days), at=ago(days), done_at=ago(days),
            )  # fmt: skip
        self.talks.append(talk)
        return talk


def ago(days: int) -> datetime:
    """And a little more, so that a rule of as many days takes it."""
    return now() - timedelta(days=days, hours=1)
