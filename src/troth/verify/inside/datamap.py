"""The data map as the running product has it, and what its check says of it."""

from dataclasses import replace
from typing import Any


def undeclared(model: str, column: str) -> list[str]:
    """What the check says of a product that is this one, with one column more in this table."""
    from troth.datamap.compare import problems
    from troth.project.datamap.found import WHOLE, found
    from troth.project.datamap.rooms import the_map

    more = [
        replace(one, leaves=frozenset({*(one.leaves or ()), column})) if one.name == model else one for one in found()
    ]
    return problems(the_map(), more, WHOLE)


def complaints() -> list[str]:
    """What it says of this one."""
    from troth.project.datamap.check import declared

    return [error.msg for error in declared()]


def looked_at() -> dict[str, list[str]]:
    """Each table of a model that the check walks, and the columns that it saw there; of the others what is declared."""
    from django.apps import apps

    from troth.datamap import Where
    from troth.project.datamap.found import found
    from troth.project.datamap.rooms import the_map

    tables = {model._meta.label: model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    seen = {tables[one.name]: sorted(one.leaves or ()) for one in found() if one.where is Where.ROWS}
    return seen | {name: sorted(place.fields) for name, place in the_map().of(Where.TABLE).items()}


def tables() -> dict[str, int]:
    """Each table of the running database, and how many columns it has."""
    from django.db import connection

    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_list(cursor) if one.type in ("t", "p")]
        return {name: len(connection.introspection.get_table_description(cursor, name)) for name in names}


def personal() -> list[dict[str, Any]]:
    """Every personal leaf: where, what kind, whose, from where, what for, on which bases."""
    from troth.project.datamap import rooms

    return [
        {
            "leaf": f"{place.where.value} {place.name}.{name}",
            "place": f"{place.where.value} {place.name}",
            "name": name,
            "category": leaf.category.value,
            "subjects": sorted({edge.subject.value for edge in ([leaf.of] if leaf.of else place.subjects)}),
            "source": str(getattr(leaf.source, "value", leaf.source) or ""),
            "purposes": [purpose.name for purpose in leaf.purposes],
            "bases": sorted({purpose.basis.value for purpose in leaf.purposes}),
        }
        for place, name, leaf in rooms.the_map().personal()
    ]


def log_fields() -> list[str]:
    """What the map says that a line of the log may have."""
    from troth.datamap import Where
    from troth.project.datamap.rooms import the_map

    return sorted(the_map().of(Where.LOG)["server"].fields)
