"""Which way the line goes: a socket, else an event stream, else long polls, and back to a socket later. Pure.

A socket is blocked when its upgrade is never answered, when two in a row are refused, or when three in a row are cut
while they are young; an event stream, when its first byte does not come (something collects the answer) or when it is
cut like that. Where no way works the server is away, and ways take turns. `web/log/ways.ts` has the same rules.
"""

import random
from typing import Literal

Way = Literal["socket", "stream", "poll"]

REFUSED = 2  # sockets in a row that never got as far as a welcome
CUTS = 3  # in a row
YOUNG = 90.0  # seconds; proxies that cut what lasts do so after 30 or 60
LONGEST = 1800.0  # seconds between two looks whether sockets get through again


class Ways:
    """hush: seconds without any answer after which a way counts as blocked. again: seconds until the first look whether
    sockets get through again; the next ones come after growing pauses."""

    def __init__(self, hush: float = 8.0, again: float = 60.0) -> None:
        self.way: Way = "socket"  # of the next attempt
        self.hush, self.again = hush, again
        self._instead: Way = "stream"  # where sockets are blocked
        self._refused = self._cuts = self._looks = 0
        self._probation = False  # sockets were blocked a while ago

    def failed(self, *, silent: bool) -> None:
        """An attempt ended before it was welcome. silent: nobody said anything, for `hush`."""
        if self.way == "socket":
            self._refused += 1
            if silent or self._refused >= REFUSED:
                self.way = self._instead
        elif silent and self._instead == "stream":
            self.way = self._instead = "poll"
        else:
            self._instead = "stream" if silent else self._instead
            self.way = "socket"

    def welcomed(self) -> None:
        if self.way == "socket":
            self._refused = 0

    def cut(self, age: float) -> None:
        """A line that was welcome broke, and the server had not closed it. age: seconds."""
        if age >= YOUNG:
            self._cuts, self._looks, self._probation = 0, 0 if self.way == "socket" else self._looks, False
            return
        self._cuts += 1
        if self.way == "socket" and self._cuts >= (1 if self._probation else CUTS):
            self.way, self._cuts = self._instead, 0
        elif self.way == "stream" and self._cuts >= CUTS:
            self.way, self._instead, self._cuts = "poll", "poll", 0

    def pause(self) -> float:
        """Seconds until a socket is tried beside the way that works."""
        self._looks += 1
        return min(LONGEST, self.again * 2.0 ** (self._looks - 1)) * random.uniform(0.8, 1.2)

    def back(self) -> None:
        """A socket got through again."""
        self.way, self._refused, self._cuts, self._probation = "socket", 0, 0, True
