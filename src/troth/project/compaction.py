"""The compaction of everything: the search index first, since certificates rise only where no byte is left anywhere."""

from troth.privacy import compact as privacy
from troth.search.opened import index


def compact(*, whole: bool = False) -> int:
    """How many certificates rose to level 3. whole: see `troth.privacy.compact`."""
    return privacy.compact(whole=whole) if privacy.patiently(index().compact) else 0
