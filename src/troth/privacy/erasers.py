"""What the rooms have handed in for erasing: the project does so at the start, since most of them lie above or beside
this one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from troth.datamap.erasing import Reason, Scope, Step

type Say = Callable[[Scope], Iterable[Reason]]


@dataclass(slots=True)
class Erasers:
    """steps: in the order in which they run. blockers: each gives what keeps the subject from being erased, often
    nothing; those of `unless_forced` give way. retained: what stays, and why. outside: what is out of reach.
    ended: called once all of it is cleared, before the certificate; more than once after a kill.
    noted: called once an erasure is noted, before anything is cleared: lists outside of the database learn of it."""

    steps: list[Step] = field(default_factory=list)
    blockers: list[Say] = field(default_factory=list)
    unless_forced: list[Say] = field(default_factory=list)
    retained: list[Say] = field(default_factory=list)
    outside: list[Say] = field(default_factory=list)
    ended: list[Callable[[Scope], None]] = field(default_factory=list)
    noted: list[Callable[[], None]] = field(default_factory=list)


erasers = Erasers()


def hand_in(steps: Iterable[Step]) -> None:
    """Raises ValueError when two steps clear a store of one name."""
    erasers.steps += steps
    erasers.steps.sort(key=lambda step: step.order)
    if len({step.store for step in erasers.steps}) != len(erasers.steps):
        raise ValueError("two steps of an erasure clear one store")
