"""Signing in and talking on raw sockets."""

from typing import Any, Self
from uuid import UUID

from tests.cast import Agent, Cast, Guest, agent_pass
from tests.gateway.raw import Raw
from troth.kernel.ids import new_id


class Socket(Raw):
    """A raw socket that has said hello."""

    @classmethod
    def of(cls, port: int, who: Agent | Guest, address: str = "", more: str = "") -> Self:
        """address: where a trusted proxy says that they come from. more: other headers, each with its line's end."""
        return cls.open(port, headers=(f"X-Forwarded-For: {address}\r\n" if address else "") + more).greeting(who)

    def greeting(self, who: Agent | Guest) -> Self:
        text = agent_pass(who.person.id) if isinstance(who, Agent) else who.api.headers["Authorization"].split()[1]
        self.say(op="hello", v=1, **{"pass": text})
        heard = self.hear()
        assert heard["op"] == "welcome", heard
        return self

    def follow(self, stream: str | UUID, after: int = 0) -> dict[str, Any]:
        self.say(op="subscribe", ref=1, stream=str(stream), after=after)
        return self.hear("subscribed", "error")

    def tell(self, stream: str | UUID, text: str, **fields: Any) -> dict[str, Any]:
        """Say something; gives the ack or the error."""
        fields = {"client_id": str(new_id()), "ref": 7} | fields
        self.say(op="say", stream=str(stream), text=text, **fields)
        return self.hear("ack", "error")

    def event(self, kind: str = "said") -> dict[str, Any]:
        while True:
            event: dict[str, Any] = (self.hear("event"))["event"]
            if event["kind"] == kind:
                return event


def opened(cast: Cast, guest: Guest | None = None, text: str = "Hello?") -> UUID:
    """A conversation of Vi (or another guest) on her site."""
    id_ = new_id()
    guest = guest or cast.vi
    fields = {"name": "Vi", "email": "vi@example.test"}
    answer = guest.api.post("/conversations", id=id_, client_id=new_id(), text=text, fields=fields)
    assert answer.status == 201, answer
    return id_


def joined(agent: Agent, conversation: UUID) -> None:
    answer = agent.api.post(f"/conversations/{conversation}/participation", client_id=new_id())
    assert answer.status in (200, 201), answer
