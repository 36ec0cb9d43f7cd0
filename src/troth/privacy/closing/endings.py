"""What the rooms have handed in for closing a workspace: the project does so at the start, since some of them lie
beside this one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from troth.datamap.closing import Ending, Stays
from troth.datamap.erasing import Reason

type Say = Callable[[UUID], Iterable[Reason]]


@dataclass(slots=True)
class Endings:
    """steps: in the order in which they run. stays: what is left, and why. retained, outside: for the plan.
    noted: called once a closing is noted, before anything is cleared: lists outside of the database learn of it."""

    steps: list[Ending] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)
    retained: list[Say] = field(default_factory=list)
    outside: list[Say] = field(default_factory=list)
    noted: list[Callable[[], None]] = field(default_factory=list)


endings = Endings()


def hand_in(steps: Iterable[Ending]) -> None:
    """Raises ValueError when two steps clear a store of one name."""
    endings.steps += steps
    endings.steps.sort(key=lambda step: step.order)
    if len({step.store for step in endings.steps}) != len(endings.steps):
        raise ValueError("two steps of a closing clear one store")
