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


def on_devices(key: str) -> list[dict[str, Any]]:
    """What the map says of cookies and of the browser's storage: name ("troth.draft.*": all that begin so), place and
    leaf, whose, what for, on which bases. key: of the site whose keys are named."""
    from troth.datamap import Personal, Where
    from troth.project.datamap import rooms

    told = []
    for where in (Where.COOKIE, Where.BROWSER):
        for place in rooms.the_map().of(where).values():
            for name, leaf in place.leaves():
                purposes = leaf.purposes if isinstance(leaf, Personal) else ()
                own = {"host page": f"troth.{key}", "panel": f"troth.{key}.{name}"}.get(place.name, name)
                told.append({
                    "name": place.name if where is Where.COOKIE else own, "place": f"{where.value} {place.name}",
                    "leaf": name, "of": sorted({edge.subject.value for edge in place.subjects}),
                    "purposes": [one.name for one in purposes], "bases": [one.basis.value for one in purposes],
                })  # fmt: skip
    return told


def of_columns(columns: list[str]) -> dict[str, dict[str, Any]]:
    """Of each table.column of a model: whether it is on the map as personal, what for, on which bases."""
    from django.apps import apps

    from troth.datamap import Personal, Where
    from troth.project.datamap import rooms

    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    places = rooms.the_map().of(Where.ROWS)
    told = {}
    for one in columns:
        table, _, column = one.partition(".")
        model = models.get(table)
        place = places.get(model._meta.label) if model else None
        name = next((field.name for field in model._meta.fields if field.column == column), column) if model else column
        leaf = dict(place.leaves()).get(name) if place else None
        purposes = leaf.purposes if isinstance(leaf, Personal) else ()
        told[one] = {
            "personal": isinstance(leaf, Personal), "purposes": [purpose.name for purpose in purposes],
            "bases": [purpose.basis.value for purpose in purposes],
        }  # fmt: skip
    return told


def named_tables() -> list[str]:
    """Tables whose rows hold a name or an address of somebody, be it sealed."""
    from django.apps import apps

    from troth.datamap import Category, Personal, Where
    from troth.project.datamap import rooms

    names = {Category.NAME, Category.EMAIL, Category.CONTACT, Category.USERNAME}
    tables = {model._meta.label: model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    held = {
        tables.get(place.name, place.name)
        for where in (Where.ROWS, Where.TABLE)
        for place in rooms.the_map().of(where).values()
        if any(isinstance(leaf, Personal) and leaf.category in names for _, leaf in place.leaves())
    }
    return sorted(held)
