"""The command as words on a command line."""

import argparse
from typing import Any
from urllib.parse import urlsplit

from troth import __version__
from troth.kernel.config import Config, ConfigError

LONG = 100.0  # s: beyond the 60 after which proxies cut

# what looks is imported late: other commands need none of it


def add_words(parser: Any) -> None:
    """parser: of `troth doctor`."""
    parser.add_argument("--json", action="store_true", help="one JSON object, for programs")
    parser.add_argument("--long", action="store_true", help="watch a silent WebSocket for 100 seconds too")
    parser.add_argument("--url", default=None, type=_address, help="look at it from outside, without settings")


def settings_wrong(error: ConfigError, asked: argparse.Namespace) -> int:
    """Nothing else can be looked at. Returns the exit code."""
    from .checks import SETTINGS
    from .examine import Row
    from .found import broken

    told = broken(str(error), "Set it as docs/settings.md says.", "settings")
    return _say("The settings are wrong, so nothing else was looked at.", [Row(SETTINGS.name, told)], asked)


def do(config: Config | None, asked: argparse.Namespace, readers: tuple[str, ...] = ()) -> int:
    """config: None with --url; else Django is set up. readers: names of those whose bookmarks move. The exit code: 1
    when something is broken."""
    from .checks import CHECKS
    from .examine import examine
    from .installation import Installation

    here = Installation(config, asked.url or "", readers, long=LONG if asked.long else 0.0)
    rows = examine(here, CHECKS)
    if here.from_outside:
        about = f"{here.url}, seen from outside."
    else:
        runs = here.server()
        state = f"{'no' if runs is None else 'a'} server runs here ({here.where()})"
        about = f"Troth {__version__} for {here.url}, {here.config.database.kind}: {state}."
    return _say(about, rows, asked)


def _say(about: str, rows: list[Any], asked: argparse.Namespace) -> int:
    from . import shown

    print(shown.as_json(about, rows) if asked.json else shown.text(about, rows))
    return int(any(row.found.state == "broken" for row in rows))


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise argparse.ArgumentTypeError("it is like https://chat.example.org")
    return f"{parts.scheme}://{parts.netloc}"
