"""The wire without WebSocket on blocking sockets: an event stream or long polls, and the requests beside them."""

import http.client
import json
from typing import Any, Self
from uuid import UUID

from tests.cast import Agent, Guest, agent_pass
from tests.gateway.http import ask
from tests.until import PATIENCE
from troth.kernel.ids import new_id


def pass_of(who: Agent | Guest) -> str:
    return agent_pass(who.person.id) if isinstance(who, Agent) else who.api.headers["Authorization"].split()[1]


def events(text: str) -> list[tuple[str, Any]]:
    """(kind, data) of each server-sent event; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if "data" in fields:
            found.append((fields.get("event", "message"), json.loads(fields["data"])))
    return found


class Spoken:
    """What both kinds of line have in common: an id, a pass, and frames that go by POST."""

    def __init__(self, port: int, text: str) -> None:
        self.port, self.text, self.id = port, text, str(new_id())
        self.hello = {"op": "hello", "v": 1, "pass": text}
        self.waiting: list[tuple[str, Any]] = []

    @property
    def headers(self) -> dict[str, str]:
        return {"Troth-Line": self.id, "Authorization": f"Bearer {self.text}", "Content-Type": "application/json"}

    def say(self, *frames: dict[str, Any]) -> tuple[int, Any]:
        return ask(self.port, "POST", "/api/v1/line/frames", self.headers, json.dumps(frames).encode())

    def follow(self, stream: str | UUID, after: int = 0) -> dict[str, Any]:
        assert self.say({"op": "subscribe", "ref": 1, "stream": str(stream), "after": after})[0] == 204
        return self.hear("subscribed", "error")

    def tell(self, stream: str | UUID, text: str, client_id: str = "") -> dict[str, Any]:
        frame = {"op": "say", "ref": 7, "stream": str(stream), "client_id": client_id or str(new_id()), "text": text}
        assert self.say(frame)[0] == 204
        return self.hear("ack", "error")

    def hear(self, *ops: str) -> dict[str, Any]:
        """The next frame with one of these ops; others are passed over."""
        while True:
            kind, frame = self.next()
            assert kind in ("message", "ping"), frame
            if kind == "message" and (not ops or frame["op"] in ops):
                return dict(frame)

    def closed(self) -> int:
        """The close code."""
        return self.goodbye()[0]

    def goodbye(self) -> tuple[int, str]:
        """The close code and the reason."""
        while True:
            kind, data = self.next()
            if kind == "close":
                return int(data["code"]), str(data["reason"])

    def next(self) -> tuple[str, Any]:
        while not self.waiting:
            self.waiting = self.more()
        return self.waiting.pop(0)

    def more(self) -> list[tuple[str, Any]]:
        raise NotImplementedError


class Streamed(Spoken):
    """An event stream."""

    def __init__(self, port: int, text: str, *more: dict[str, Any]) -> None:
        super().__init__(port, text)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("POST", "/api/v1/line", json.dumps([self.hello, *more]), self.headers)
        self.answer = self.connection.getresponse()

    @classmethod
    def of(cls, port: int, who: Agent | Guest) -> Self:
        self = cls(port, pass_of(who))
        try:
            assert self.hear()["op"] == "welcome"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.answer.close()
        self.connection.close()

    def more(self) -> list[tuple[str, Any]]:
        block = ""
        while not block.endswith("\n\n"):
            line = self.answer.readline().decode()
            assert line, "the stream ended"
            block += line
        return events(block)


class Polled(Spoken):
    """Long polls. `cut`: gone as a client that never comes again."""

    @classmethod
    def of(cls, port: int, who: Agent | Guest) -> Self:
        self = cls(port, pass_of(who))
        self.waiting = self.poll(self.hello)
        assert self.hear()["op"] == "welcome"
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def poll(self, *frames: dict[str, Any]) -> list[tuple[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", "/api/v1/line/poll", json.dumps(frames), self.headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            assert answer.status == 200, body
            return events(body)
        finally:
            connection.close()

    def more(self) -> list[tuple[str, Any]]:
        return self.poll()
