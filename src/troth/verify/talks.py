"""A talk as its team is shown it, over HTTP: what must be the same wherever it is brought."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from .world import World


class Words(NamedTuple):
    """by: visitor, or the name under which an agent answered. files: name -> bytes."""

    by: str
    at: datetime
    text: str
    files: dict[str, bytes]


class Shown(NamedTuple):
    """who: what the visitor is called."""

    who: str
    answers: list[tuple[str, str]]
    rating: Any
    words: list[Words]


def shown(world: "World", talk: object) -> Shown:
    """To its owner. Raises Unplayable where there is no such talk."""
    api = world.api("owner")
    row = api.must("GET", f"/conversations/{talk}")
    events = api.must("GET", f"/conversations/{talk}/events?limit=200")["items"]
    names = {one["author"]["id"]: one["body"]["alias"] for one in events if one["kind"] == "joined" and one["body"]}
    return Shown(
        row["visitor"].get("name") or "", [(one["field"], one["value"]) for one in row["answers"]], row["rating"],
        [
            Words(
                "visitor" if one["author"]["kind"] == "visitor" else names.get(one["author"]["id"], ""),
                datetime.fromisoformat(one["at"]), one["body"].get("text", ""),
                {file["name"]: fetched(world, file["id"]) for file in one["body"].get("files", ())},
            )
            for one in events if one["kind"] == "said" and one["body"]
        ],
    )  # fmt: skip


def fetched(world: "World", file: str) -> bytes:
    """Its bytes; none where it can't be had."""
    api = world.api("owner")
    ticket = api.post(f"/files/{file}/tickets")
    if ticket.status != 201:
        return b""
    there = urlsplit(ticket["url"])
    got = api.at("GET", f"{there.path}?{there.query}")
    return got.data if got.status == 200 else b""


def same(here: Shown, there: Shown) -> None:
    """Raises AssertionError with what is another there."""
    assert here.words, "nothing is said here, so that nothing could be told"
    names = ("name of the visitor", "answers in the form", "rating")
    for what, one, other in zip(names, here[:3], there[:3], strict=True):
        assert one == other, f"the {what} is {other!r} there, and was {one!r}"
    assert len(here.words) == len(there.words), f"of {len(here.words)} messages {len(there.words)} are there"
    for one, other in zip(here.words, there.words, strict=True):
        wrong = [name for name in Words._fields if getattr(one, name) != getattr(other, name)]
        assert not wrong, f"of a message this is not as it was: {', '.join(wrong)}"
