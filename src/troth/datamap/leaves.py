"""The leaves of a structure: every scalar it can hold, by its dotted name."""

from types import UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

_LISTS = (list, tuple, set, frozenset)


def leaves_of(shape: Any, at: tuple[str, ...] = ()) -> set[str]:
    """Of a struct, a schema, or a list or dict of them; `*` stands for any place in a list and any name in a dict."""
    if isinstance(shape, TypeAliasType):
        return leaves_of(shape.__value__, at)
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is Annotated:
        return leaves_of(arguments[0], at)
    if origin in (Union, UnionType):
        return set().union(*(leaves_of(one, at) for one in arguments if one is not type(None)))
    if origin in _LISTS:
        return set().union(*(leaves_of(one, (*at, "*")) for one in arguments if one is not Ellipsis))
    if origin is dict:
        return leaves_of(arguments[1], (*at, "*"))
    fields = _fields_of(shape) if origin is not Literal else None
    if fields is None:
        return {".".join(at)}
    return set().union(*(leaves_of(kind, (*at, name)) for name, kind in fields.items()))


def _fields_of(shape: Any) -> dict[str, Any] | None:
    """Of structs (msgspec) and schemas (pydantic); None for all else."""
    names = getattr(shape, "__struct_fields__", None) or getattr(shape, "model_fields", None)
    if not isinstance(shape, type) or names is None:
        return None
    kinds = get_type_hints(shape, include_extras=True)
    return {name: kinds[name] for name in names}
