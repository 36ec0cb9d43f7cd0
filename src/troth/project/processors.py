"""`troth processors`: the register of processors, for who runs the installation and its privacy officer."""

import argparse
from typing import Any
from uuid import UUID

from troth.kernel.errors import Invalid

STATES = {"announce": "announced", "activate": "active", "end": "ended"}


def add_words(acts: Any) -> None:
    """acts: the subparsers of `troth`."""
    words = acts.add_parser("processors", help="who else is given data, and who no more")
    what = words.add_subparsers(dest="what", metavar="ACT")
    what.add_parser("list", help="all of them (the default)")
    propose = what.add_parser("propose", help="one that is wished for; nothing goes there yet")
    propose.add_argument("name")
    propose.add_argument("--function", required=True, help="what it does for us")
    propose.add_argument("--host", action="append", required=True, help="where connections go; repeatable")
    propose.add_argument(
        "--browser", action="append", default=[], metavar="DIRECTIVE", help="what of it browsers fetch"
    )
    _about(propose)
    for act, help_ in (
        ("announce", "those concerned were told"),
        ("activate", "from now on it is given data"),
        ("end", "nothing is sent there any more; mails wait"),
    ):
        what.add_parser(act, help=help_).add_argument("id")
    complete = what.add_parser("complete", help="say more of one")
    complete.add_argument("id")
    complete.add_argument("--name")
    complete.add_argument("--function")
    _about(complete)


def do(asked: argparse.Namespace) -> str:
    """What to print. Needs Django set up and the tables. Raises NotFound, Conflict, Invalid."""
    from troth.privacy.complete import complete
    from troth.privacy.models import Processor
    from troth.privacy.move import move
    from troth.privacy.propose import propose
    from troth.privacy.queries import processors

    about = {name: getattr(asked, name, None) for name in ("country", "mechanism", "policy")}
    if asked.what == "propose":
        given = {name: text for name, text in about.items() if text is not None}
        return _line(propose(asked.name, asked.function, asked.host, browser=asked.browser, **given))
    if asked.what in STATES:
        return _line(move(_id(asked.id), Processor.State(STATES[asked.what])))
    if asked.what == "complete":
        return _line(complete(_id(asked.id), name=asked.name, function=asked.function, **about))
    return "\n".join(map(_line, processors())) or "Nobody else is given anything."


def _about(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--country", help="two letters, like IN")
    parser.add_argument("--mechanism", help="why the transfer to that country is lawful")
    parser.add_argument("--policy", help="https address of what it says about the data")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("Name a processor by the id that `troth processors` lists.") from None


def _line(row: Any) -> str:
    lacks = [name for name in ("country", "policy") if not getattr(row, name)]
    parts = [
        f"{row.id}  {row.state:9}  {row.since:%Y-%m-%d}  {row.name}: {row.function}",
        f"    hosts {' '.join(row.hosts)}",
        *([f"    browsers fetch there: {' '.join(row.browser)}"] if row.browser else []),
        *([f"    {row.country}  {row.mechanism}  {row.policy}".rstrip()] if row.country or row.policy else []),
        *([f"    added by the setting {row.setting}"] if row.setting else []),
        *([f"    to be said yet: {', '.join(lacks)} (troth processors complete)"] if lacks else []),
    ]
    return "\n".join(parts)
