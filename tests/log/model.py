"""What the log should be, in a few plain lists."""

from dataclasses import dataclass

from troth.kernel.errors import Closed, Conflict, NotFound

STREAMS, AUTHORS, CLIENT_IDS = 3, 2, 4  # few, so that repeats and conflicts happen

type Answer = tuple[str, int] | type[Exception]  # ("new" or "repeat", seq), or what is raised


@dataclass(frozen=True)
class Act:
    """Something somebody tries to say, or to note for the team."""

    stream: int
    author: int
    client_id: int
    text: str
    team: bool
    allowed: bool


class Model:
    """streams: the accepted acts of each, in order. erased: the places in them whose words are gone."""

    def __init__(self) -> None:
        self.streams: list[list[Act]] = [[] for _ in range(STREAMS)]
        self.erased: list[set[int]] = [set() for _ in range(STREAMS)]
        self.closed = [False] * STREAMS

    @property
    def total(self) -> int:
        return sum(map(len, self.streams))

    def append(self, act: Act) -> Answer:
        """What this act is answered; it is kept when it is new, allowed and in time."""
        answer = self._stored(act) or self._refusal(act)
        if answer is not None:
            return answer
        self.streams[act.stream].append(act)
        return ("new", len(self.streams[act.stream]))

    def unit(self, acts: list[Act]) -> list[Answer] | type[Exception]:
        """All of them or none; a unit whose first act is a repeat was done before, and does nothing more."""
        known = [self._stored(act) for act in acts]
        for act, answer in zip(acts, known, strict=True):
            refusal = self._refusal(act) if answer is None else answer
            if isinstance(refusal, type):
                return refusal
        if known[0] is not None:
            return [answer for answer in known if answer is not None]
        before = [len(stream) for stream in self.streams]
        answers = [self.append(act) for act in acts]
        for answer in answers:
            if isinstance(answer, type):
                for stream, length in zip(self.streams, before, strict=True):
                    del stream[length:]
                return answer
        return answers

    def close(self, stream: int, closed: bool) -> None:
        self.closed[stream] = closed

    def erase(self, stream: int, author: int) -> None:
        """The author's words in this stream; what they say from now on is not erased."""
        self.erased[stream] |= {place for place, act in enumerate(self.streams[stream]) if act.author == author}

    def page(self, stream: int, after: int, limit: int, team: bool) -> list[tuple[int, str | None]]:
        """(seq, text) of what this audience may see."""
        seen = [
            (place + 1, None if place in self.erased[stream] else act.text)
            for place, act in enumerate(self.streams[stream])
            if place >= after and (team or not act.team)
        ]
        return seen[:limit]

    def head(self, stream: int) -> tuple[int, int, bool]:
        """(last seq, last seq that everybody may see, closed)"""
        kept = self.streams[stream]
        return len(kept), max((seq for seq, act in enumerate(kept, 1) if not act.team), default=0), self.closed[stream]

    def _stored(self, act: Act) -> Answer | None:
        kept = self.streams[act.stream]
        for place, other in enumerate(kept):
            if (other.author, other.client_id) == (act.author, act.client_id):
                same_words = other.text == act.text or place in self.erased[act.stream]  # they can't be told apart
                return ("repeat", place + 1) if same_words and other.team == act.team else Conflict
        return None

    def _refusal(self, act: Act) -> type[Exception] | None:
        if not act.allowed:
            return NotFound
        return Closed if self.closed[act.stream] else None
