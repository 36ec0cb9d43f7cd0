"""docs/datamap.md, made from the declarations."""

from troth.datamap import PURPOSES, NotPersonal, Personal, Place, Where
from troth.datamap.keeping import KEEPS

from .rooms import the_map

_HEAD = """\
# The data map

Made from the code by `./dev docs`: each room declares in its `privacy.py` what it keeps of whom, why and for how long. What is not declared does not pass `./dev check`.

A leaf is one thing that can hold something: a column, a field of an event, a part of a structure, a cookie. Categories, purposes and bases bear the names of W3C's Data Privacy
Vocabulary. “Sealed” things are erased by destroying their key, in the database, in every copy and in every backup at once. The times are the longest that anything may be kept. Sessions, uploads, records and what ends by itself go in time, the rest by the rules of each site ([privacy.md](privacy.md#how-long-what-is-kept)) or when it is erased; logs and backups when the operator deletes them.

{leaves:,} leaves in {places} places; {personal} of them are personal.
"""  # noqa: E501  # a line of Markdown


def page() -> str:
    """The whole page, Markdown."""
    datamap = the_map()
    leaves = list(datamap.leaves())
    personal = sum(isinstance(leaf, Personal) for _, _, leaf in leaves)
    parts = [_HEAD.format(leaves=len(leaves), places=len(datamap.places), personal=personal), *_purposes(), *_keeps()]
    for where in Where:
        places = datamap.of(where)
        if places:
            parts.append(f"\n## {where.value[0].upper()}{where.value[1:]}")
            for place in places.values():
                parts += _place(place)
    return "\n".join(parts) + "\n"


def _purposes() -> list[str]:
    rows = [f"| {one.name} | {one.why} | `{one.basis.value}` | `{one.dpv}` |" for one in PURPOSES]
    return ["## Purposes", "| purpose | why | basis | term |", "|-|-|-|-|", *rows]


def _keeps() -> list[str]:
    rows = [f"| {one.name} | {one.after} | {_long(one.longest.total_seconds())} |" for one in KEEPS]
    return ["\n## Times", "| rule | starts when | at the longest |", "|-|-|-|", *rows]


def _long(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= size:
            return f"{seconds / size:,.0f} {unit}"
    return "at once"


def _place(place: Place) -> list[str]:
    of = ", ".join(f"{edge.subject.value} (by `{edge.path}`)" for edge in place.subjects)
    about = [place.about, f"Of: {of}." if of else "", f"Kept: {place.keep.name}." if place.keep else ""]
    head = [f"\n### {place.name}", " ".join(part for part in about if part)]
    personal = [(name, leaf) for name, leaf in place.leaves() if isinstance(leaf, Personal)]
    if personal:
        head += ["", "| personal | category | for | from | erased | goes to | copies |", "|-|-|-|-|-|-|-|"]
        head += [_personal(name, leaf) for name, leaf in personal]
    other = [(name, leaf) for name, leaf in place.leaves() if isinstance(leaf, NotPersonal)]
    if other:
        head += ["", "| not personal | because it is |", "|-|-|"]
        head += [f"| `{name}` | {leaf.why} |" for name, leaf in other]
    return head


def _personal(name: str, leaf: Personal) -> str:
    own = "".join([
        f"; of the {leaf.of.subject.value} (by `{leaf.of.path}`)" if leaf.of else "",
        f"; kept: {leaf.keep.name}" if leaf.keep else "",
        "; anything may be written here" if leaf.free_text else "",
    ])  # fmt: skip
    purposes = ", ".join(purpose.name for purpose in leaf.purposes)
    to, copies = ", ".join(one.value for one in leaf.recipients), ", ".join(one.value for one in leaf.mirrors)
    cells = [f"`{name}`", f"`{leaf.category.value}`{own}", purposes, leaf.source.value, leaf.erase.value, to, copies]
    return f"| {' | '.join(cells)} |"
