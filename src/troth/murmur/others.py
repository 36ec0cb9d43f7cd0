"""Which other processes there are, and whether all that each said was heard."""

from uuid import UUID

GONE_AFTER = 12.0  # s of silence; each says something every BEAT
ASK_AGAIN = 10.0  # s for a whole to come
REMEMBERED = 1_000  # processes that ended; each start is one


class Other:
    __slots__ = ("asked_at", "complete", "heard_at", "is_there", "number")

    def __init__(self, number: int, at: float) -> None:
        self.number, self.heard_at = number, at
        self.is_there = False  # it has answered us; until then it is perhaps one that ended, said again by somebody
        self.complete = False  # its whole came to an end, and nothing was missed since
        self.asked_at = float("-inf")  # when it was asked for its whole


class Others:
    """Times are the loop's."""

    def __init__(self) -> None:
        self.of: dict[UUID, Other] = {}
        self._ended: dict[UUID, int] = {}  # the last number of those that are gone, the oldest first

    def is_old(self, sender: UUID, number: int) -> bool:
        """Whether a frame was heard before. A sender's numbers only rise and PostgreSQL keeps their order, so somebody
        else of the database says it again, who can't read it."""
        other = self.of.get(sender)
        return number <= (other.number if other else self._ended.get(sender, 0))

    def forget(self, sender: UUID) -> None:
        """It is gone; its frames are not new again by that."""
        if other := self.of.pop(sender, None):
            self._ended[sender] = other.number
            if len(self._ended) > REMEMBERED:
                del self._ended[next(iter(self._ended))]

    def heard(self, sender: UUID, number: int, at: float) -> bool:
        """A frame came. Whether others came before it that we have not got: of a newcomer, perhaps all."""
        other = self.of.get(sender)
        if other is None:
            self.of[sender] = Other(number, at)
            return True
        missed = number != other.number + 1
        other.number, other.heard_at = number, at
        if missed:
            other.complete, other.asked_at = False, float("-inf")
        return missed

    def answered(self, sender: UUID) -> bool:
        """It named us. Whether that is new."""
        other = self.of.get(sender)
        if other is None or other.is_there:
            return False
        other.is_there = True
        return True

    def is_there(self, sender: UUID) -> bool:
        other = self.of.get(sender)
        return other is not None and other.is_there

    def there(self) -> int:
        """How many."""
        return sum(one.is_there for one in self.of.values())

    def told(self, sender: UUID) -> None:
        """Its whole came to an end."""
        if other := self.of.get(sender):
            other.complete = True

    def begun(self, sender: UUID, at: float) -> None:
        """Its whole is on its way."""
        if other := self.of.get(sender):
            other.asked_at = at

    def to_ask(self, at: float) -> list[UUID]:
        """Whose whole is missing; they count as asked."""
        asked = [id_ for id_, one in self.of.items() if not one.complete and at - one.asked_at > ASK_AGAIN]
        for id_ in asked:
            self.of[id_].asked_at = at
        return asked

    def silent(self, at: float) -> list[UUID]:
        """Who was not heard for long."""
        return [id_ for id_, one in self.of.items() if at - one.heard_at > GONE_AFTER]

    def forgive(self, at: float) -> None:
        """We were deaf: their silence tells nothing, what they said is missing, and they are all asked just now."""
        for one in self.of.values():
            one.heard_at, one.complete, one.asked_at = at, False, at

    def excuse(self, at: float) -> None:
        """Their words may lie unread beside us."""
        for one in self.of.values():
            one.heard_at = at
