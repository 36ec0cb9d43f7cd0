"""`troth privacy lint` and `troth privacy profile`: the operator's look at what a company promises."""

import argparse
import importlib
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec

from troth.kernel.errors import Invalid, TrothError
from troth.privacy.profile.lint import lint
from troth.privacy.profile.place import placed
from troth.privacy.profile.read import MOST, look
from troth.privacy.profile.refused import line
from troth.privacy.profile.shape import Finding
from troth.privacy.profile.shipped import PLAIN, texts


def add_words(asks: Any) -> None:
    """asks: the subparsers of `troth privacy`."""
    words = asks.add_parser("lint", help="what is wrong with a profile; without one: with those that are shipped")
    words.add_argument("profile", nargs="*", metavar="FILE|NAME", help="a file, or the name of a shipped one")
    words.add_argument("--workspace", default="", metavar="SLUG", help="its own, held against the forms of its sites")
    words.add_argument("--format", choices=("text", "json"), default="text", help="of what is printed")
    own = asks.add_parser("profile", help="what a workspace promises: shown, or set")
    own.add_argument("workspace", metavar="SLUG", help="its id will do too")
    own.add_argument("profile", nargs="?", default="", metavar="FILE|NAME", help="to be set; none: show what is")
    own.add_argument("--apply", action="store_true", help="sites that do otherwise are made as strict")


def lint_files(asked: argparse.Namespace) -> int:
    """0: nothing is wrong, 1: something is, 2: a file can't be read. Needs no server and no database."""
    try:
        named = {name: _text(name) for name in asked.profile or texts()}
    except Invalid as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2
    return told({name: findings(text) for name, text in named.items()}, asked.format)


def findings(text: str) -> list[Finding]:
    """Of what can't be read and of what is read and wrong."""
    profile, found = look(text)
    return placed(found + (lint(profile, checks=known_checks()) if profile else []), text)


def known_checks() -> Collection[str]:
    """The table of the room that plays them, which stands above this one and is asked by its name."""
    known: Sequence[str] = importlib.import_module("troth.verify.names").every()
    return frozenset(known)


def told(found: dict[str, list[Finding]], form: str) -> int:
    """Print them; the exit code."""
    if form == "json":
        print(msgspec.json.encode({"profiles": found}).decode())
    else:
        for name, wrong in found.items():
            print(f"{name}: {_counted(len(wrong))}")
            for one in wrong:
                where = ", ".join(filter(None, (f"line {one.line}" if one.line else "", one.key or one.promise)))
                print(f"  {where or 'the file'}: {line(one)} [{one.code}]")
    return 1 if any(found.values()) else 0


def lint_workspace(asked: argparse.Namespace) -> int:
    """Needs Django set up and the tables. Raises Invalid."""
    from troth.privacy.profile.facts import asked_by
    from troth.privacy.profile.lint import unmentioned
    from troth.privacy.profile.queries import chosen_text, profile_of
    from troth.sites.queries import sites_of

    from .erasing import workspace_of

    where = workspace_of(asked.workspace)
    text = chosen_text(where)
    found = findings(text if text is not None else texts()[PLAIN])
    forms = {site.key: asked_by(site) for site in sites_of([where])}
    return told({asked.workspace: found + unmentioned(profile_of(where), forms)}, asked.format)


def profile(asked: argparse.Namespace) -> str:
    """What to print. Needs Django set up, the tables and, to set one, an open log. Raises Invalid, SitesAreLaxer."""
    from troth.privacy.profile.effective import effective, sentence
    from troth.privacy.profile.queries import profile_of
    from troth.privacy.profile.set_profile import put_profile

    from .erasing import workspace_of

    where = workspace_of(asked.workspace)
    if not asked.profile:
        shown = profile_of(where)
        values = effective(shown)
        said = [f"  {one.id:24} {sentence(one.text, values)}" for one in shown.promises]
        return "\n".join([f"{shown.name}: {shown.title}", *said])
    done = put_profile(where, _text(asked.profile), apply=asked.apply)
    changed = [f"  {one} is as promised now" for one in done.changed]
    return "\n".join([f"{done.profile.name} is in force: {len(done.profile.promises)} promises", *changed])


def complaint(error: TrothError) -> str:
    """The sentence, and below it what is wrong where."""
    return "\n".join([str(error), *(f"  {where}: {why}" for where, why in error.fields.items())])


def _text(named: str) -> str:
    """Raises Invalid where there is nothing to read."""
    if named in texts() and not Path(named).exists():
        return texts()[named]
    try:
        with Path(named).open(encoding="utf-8") as file:
            return file.read(MOST + 1)
    except FileNotFoundError:
        raise Invalid(
            f"There is no file {named}, and no profile of that name is shipped: {', '.join(texts())}."
        ) from None
    except UnicodeDecodeError:
        raise Invalid(f"{named} is no text in UTF-8, as a profile is. Save it as one, and try again.") from None
    except OSError as error:
        raise Invalid(f"{named} can't be read: {error.strerror}.") from None


def _counted(many: int) -> str:
    return {0: "nothing is wrong", 1: "one thing is wrong"}.get(many, f"{many} things are wrong")
