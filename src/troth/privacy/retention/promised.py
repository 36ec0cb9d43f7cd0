"""How long a site may keep what its company promises to keep no longer."""

from collections.abc import Mapping
from uuid import UUID

from ..profile.kept import binding
from ..profile.queries import chosen_of
from ..profile.shape import Kept
from .bounds import BOUNDS, Bound
from .rules import DEFAULTS, Rule


def promised(workspace: UUID) -> dict[str, Kept]:
    """Kind -> what the workspace's profile says; only what it says."""
    profile = chosen_of(workspace)
    held = binding(profile) if profile else {}
    return {
        one.name.partition(".")[2]: value for one, value in held.values() if isinstance(value, Kept)
    }  # fmt: skip


def usual(workspace: UUID) -> tuple[Rule, ...]:
    """The rules of a site that says nothing: the longest time of the data map, or the promised one."""
    said = promised(workspace)
    return tuple(
        Rule(what=one.what, after=said[one.what].after, days=said[one.what].days) if one.what in said else one
        for one in DEFAULTS
    )


def bounds_of(workspace: UUID) -> Mapping[str, tuple[tuple[str, ...], int]]:
    """Kind -> (events from which it may count, days at most)."""
    said = promised(workspace)
    return {what: _within(bound, said.get(what)) for what, bound in BOUNDS.items()}


def _within(bound: Bound, said: Kept | None) -> tuple[tuple[str, ...], int]:
    if said is None:
        return bound.after, bound.most
    return bound.after[bound.after.index(said.after) :], min(said.days, bound.most)
