"""The command `troth`: serve, workspace, migrate, parked, demo, version."""

import argparse
import os
import sys
from collections.abc import Sequence

from troth import __version__
from troth.kernel import config


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was asked. 0: done, 1: it failed, 2: a setting is wrong (one sentence on stderr)."""
    words = argparse.ArgumentParser(prog="troth", description="Live chat and helpdesk that keeps its privacy policy.")
    acts = words.add_subparsers(dest="act", required=True, metavar="COMMAND")
    acts.add_parser("serve", help="serve everything on one port (PORT, default 8000)")
    begin = acts.add_parser("workspace", help="make a workspace with its first site and its owner")
    begin.add_argument("name", help="as agents and visitors read it")
    begin.add_argument("--owner", required=True, metavar="EMAIL", help="who owns it; a new person gets a password")
    begin.add_argument("--owner-name", default="", metavar="NAME", help="what the owner is called")
    begin.add_argument("--domain", action="append", default=[], help="a website that may show the widget; repeatable")
    acts.add_parser("migrate", help="make or update the tables; safe to repeat")
    parked = acts.add_parser("parked", help="list the events that a reader of the log went on without")
    parked.add_argument("--seen", action="store_true", help="you know of them: /health may be green again")
    acts.add_parser("demo", help="make the demo workspaces, sites and people; safe to repeat")
    acts.add_parser("version", help="print the version")
    asked = words.parse_args(argv)
    act: str = asked.act
    if act == "version":
        print(__version__)
        return 0
    os.umask(0o077)  # databases, keys, files, mail: whatever is made is for the server's own user alone
    try:
        settings = config.load(os.environ)
        config.use(settings)
        return _do(act, settings, asked)
    except config.ConfigError as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2


def _do(act: str, settings: config.Config, asked: argparse.Namespace) -> int:
    # imported late, so that `version` and a wrong setting answer at once
    if act == "serve":
        from troth.project import serve

        return serve.run(settings)
    from troth.project import prepare

    prepare.reach(settings)
    if act == "parked":
        _parked(settings, asked.seen)
        return 0
    prepare.django_ready(settings)
    from troth.kernel.errors import TrothError
    from troth.log.store_sqlite import InUse
    from troth.project import logs
    from troth.vault import WrongSecret

    try:
        with prepare.in_one_sentence(), logs.quiet("troth.log.gate"):  # nobody waits
            beside = prepare.beside_a_server(settings)
            if not beside:
                prepare.migrate(settings)
            if act == "demo":
                prepare.demo(settings)
            if act == "workspace":
                about = asked.name, asked.owner, asked.owner_name, asked.domain
                print(prepare.workspace(settings, *about, beside=beside))
    except (InUse, WrongSecret, TrothError, prepare.CannotStart) as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2 if type(error) is WrongSecret else 1
    return 0


def _parked(settings: config.Config, seen: bool) -> None:
    from troth.log import looked_at, migrate, parked

    migrate(settings)
    found = parked(settings)
    for one in found:
        print(f"{one.at:%Y-%m-%d %H:%M:%S} UTC  reader {one.reader}  position {one.position}  {one.reason}")
    if not found:
        print("Nothing is parked.")
    if seen:
        looked_at(settings, found)
