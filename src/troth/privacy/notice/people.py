"""Whom the notice of a site is for, and what the data map has of them."""

from collections.abc import Iterator

from troth.datamap import Keep, Personal, Place, Purpose, Subject
from troth.datamap.purposes import ACCOUNT

from .source import the_map

PEOPLE = frozenset({Subject.VISITOR, Subject.CONTACT})  # the team is in the record of processing


def theirs(people: frozenset[Subject] = PEOPLE) -> Iterator[tuple[Place, str, Personal, list[Purpose]]]:
    """Every leaf that is about them, with its purposes. A place that is also about the team names what is done with
    theirs, which is left out for visitors."""
    for place, name, leaf in the_map().personal():
        whose = {leaf.of.subject} if leaf.of else {edge.subject for edge in place.subjects}
        purposes = [one for one in leaf.purposes if one is not ACCOUNT or Subject.PERSON in people]
        if whose & people and purposes:
            yield place, name, leaf, purposes


def keep_of(place: Place, leaf: Personal) -> Keep | None:
    return leaf.keep or place.keep
