"""A step that deletes the rows of one model, a handful at a time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from troth.datamap.closing import Ending, Renew
from troth.datamap.erasing import Order

AT_ONCE = 200  # rows; others wait for the gate meanwhile

type Find = Callable[[UUID], QuerySet[Any]]


def rows_of(label: str, path: str, *, order: Order = Order.ROWS, covers: tuple[str, ...] = ()) -> Ending:
    """label: of the model. path: how its rows lead to the workspace, "site__workspace_id"."""

    def find(workspace: UUID) -> QuerySet[Any]:
        rows: QuerySet[Any] = apps.get_model(label)._default_manager.filter(**{path: workspace})
        return rows

    name = f"rows {label}"
    return Ending(
        name, "deleted", order, lambda workspace: find(workspace).count(),
        lambda workspace, renew: delete(find(workspace), renew), (name, *covers),
    )  # fmt: skip


def delete(rows: QuerySet[Any], renew: Renew) -> None:
    while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        rows.model._default_manager.filter(pk__in=ids).delete()
        renew()
