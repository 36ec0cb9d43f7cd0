"""The command `troth`: serve, migrate, demo, version."""

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
    acts.add_parser("migrate", help="make or update the tables; safe to repeat")
    acts.add_parser("demo", help="make the demo workspaces, sites and people; safe to repeat")
    acts.add_parser("version", help="print the version")
    act = words.parse_args(argv).act
    if act == "version":
        print(__version__)
        return 0
    try:
        settings = config.load(os.environ)
        config.use(settings)
        return _do(act, settings)
    except config.ConfigError as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2


def _do(act: str, settings: config.Config) -> int:
    # imported late, so that `version` and a wrong setting answer at once
    if act == "serve":
        from troth.project import serve

        return serve.run(settings)
    from troth.project import prepare

    prepare.reach(settings)
    if act == "migrate":
        prepare.migrate(settings)
    else:
        prepare.migrate(settings)
        prepare.demo(settings)
    return 0
