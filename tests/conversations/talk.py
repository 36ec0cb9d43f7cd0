"""Short words for the tests: a visitor opens, people say and do, all through the public API."""

from typing import Any
from uuid import UUID

from tests.cast import Agent, Answer, Guest
from troth.kernel.ids import new_id


def opened(guest: Guest, text: str = "Hello, is anybody there?", **more: Any) -> UUID:
    """A new conversation of this visitor; the form's demands are met."""
    answer = open_(guest, text=text, **more)
    assert answer.status == 201, answer
    return UUID(answer["id"])


def open_(guest: Guest, *, text: str = "Hello", **more: Any) -> Answer:
    body: dict[str, Any] = {
        "id": new_id(),
        "client_id": new_id(),
        "text": text,
        "fields": {"name": "Vi", "email": f"vi.{guest.id.hex}@example.test"},
    }
    return guest.api.post("/conversations", **(body | more))


def say(who: Agent | Guest, conversation: UUID, text: str, **more: Any) -> Answer:
    return who.api.post(f"/conversations/{conversation}/messages", **({"client_id": new_id(), "text": text} | more))


def join(who: Agent, conversation: UUID) -> Answer:
    return who.api.post(f"/conversations/{conversation}/participation", client_id=new_id())


def close(who: Agent | Guest, conversation: UUID) -> Answer:
    return who.api.post(f"/conversations/{conversation}/closure", client_id=new_id())


def seen(who: Agent | Guest, conversation: UUID) -> Any:
    """The conversation as they see it."""
    answer = who.api.get(f"/conversations/{conversation}")
    assert answer.status == 200, answer
    return answer.body


def events(who: Agent | Guest, conversation: UUID, **query: Any) -> list[Any]:
    answer = who.api.get(f"/conversations/{conversation}/events", **query)
    assert answer.status == 200, answer
    return list(answer["items"])
