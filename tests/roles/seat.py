"""A raw socket at one gateway of many, for somebody whose pass the SDK got."""

from collections.abc import Callable
from typing import Any, Self

from tests.gateway.raw import Raw


class Seat(Raw):
    @classmethod
    def at(cls, port: int, pass_: str) -> Self:
        self = cls.open(port)
        self.say(op="hello", v=1, **{"pass": pass_})
        assert self.hear()["op"] == "welcome"
        return self

    def inbox(self, workspace: str) -> list[dict[str, Any]]:
        """Follow a workspace; who is on its sites."""
        self.say(op="subscribe", ref=1, workspace=workspace)
        here: list[dict[str, Any]] = self.board(lambda frame: frame.get("all", False)).get("visitors", [])
        return here

    def follow(self, stream: str) -> dict[str, Any]:
        self.say(op="subscribe", ref=2, stream=stream)
        return self.hear("subscribed", "error")

    def board(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next `here` that is wanted."""
        while not wanted(frame := self.hear("here")):
            pass
        return frame

    def agents(self, number: int) -> None:
        """Wait until so many agents are there."""
        self.board(lambda frame: frame.get("agents", 0) == number)

    def visitor(self, id_: str, *, gone: bool = False, url: str = "") -> None:
        """Wait until a visitor is here, on that page, or gone."""

        def is_meant(one: dict[str, Any]) -> bool:
            return (one["visitor"], one.get("gone", False), (one.get("page") or {}).get("url", "")) == (id_, gone, url)

        self.board(lambda frame: any(is_meant(one) for one in frame.get("visitors", [])))
