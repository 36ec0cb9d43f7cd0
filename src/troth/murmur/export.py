"""What the processes tell each other is kept by nobody, so that nobody can be given it."""

from troth.datamap.exporting import Excused, Why

_WORDS = ("Here", "Types", "Raised", "Leased", "SignedOut", "Departed")


def excused() -> tuple[Excused, ...]:
    return (Excused(tuple(f"passing word {one}" for one in _WORDS), Why.PASSING),)
