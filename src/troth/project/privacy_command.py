"""`troth privacy`: what an operator asks about the promises of the installation."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from troth.kernel.config import Config

from . import attest_command, notice_command, profile_command


def add_words(acts: Any) -> None:
    """acts: the subparsers of `troth`."""
    privacy = acts.add_parser("privacy", help="what is promised, and whether it is kept")
    asks = privacy.add_subparsers(dest="privacy_act", required=True, metavar="COMMAND")
    profile_command.add_words(asks)
    notice_command.add_words(asks)
    attest_command.add_words(asks)
    verify = asks.add_parser("verify", help="play the whole product, and say of each promise whether it is kept")
    where = verify.add_mutually_exclusive_group()
    where.add_argument("--lab", action="store_true", help="in a server of its own that is thrown away afterwards")
    where.add_argument("--against", metavar="URL", default="", help="on your own server, with synthetic people")
    verify.add_argument(
        "--profile", action="append", default=[], metavar="FILE|NAME", help="whose promises; repeatable"
    )
    verify.add_argument("--workspace", default="", metavar="SLUG", help="one of yours: its profile, told in its notice")
    verify.add_argument(
        "--attestations", type=Path, metavar="FILE", help="evidence for the controls of profiles that nobody holds yet"
    )
    verify.add_argument("--only", action="append", default=[], metavar="SCENARIO", help="only this one; repeatable")
    verify.add_argument("--saboteurs", action="store_true", help="break the lab on purpose, to see that it is noticed")
    verify.add_argument(
        "--with", dest="leave_on", action="append", default=[], metavar="SABOTEUR", help="all along: void"
    )
    verify.add_argument("--keep", action="store_true", help="leave the folder of the lab where it is, and say where")
    verify.add_argument("--format", choices=("text", "json", "junit"), default="text", help="of what is printed")


def without_server(asked: argparse.Namespace) -> int | None:
    """What needs neither settings nor a database; None: the rest does."""
    if asked.privacy_act == "lint" and not asked.workspace:
        return profile_command.lint_files(asked)
    return None


def of_workspace(settings: Config, asked: argparse.Namespace, *, beside: bool) -> int:
    """`lint --workspace`, `profile`, `notice`, `record` and `attest`. Needs Django set up and the tables."""
    from troth.privacy.notice.publish import NoticeIncomplete
    from troth.privacy.profile.refused import ProfileRefused
    from troth.privacy.profile.set_profile import SitesAreLaxer
    from troth.project import erasing, prepare

    try:
        if asked.privacy_act == "lint":
            return profile_command.lint_workspace(asked)
        with prepare.open_log(settings, exclusive=not beside):
            if asked.privacy_act in notice_command.ACTS:
                print(notice_command.do(asked, erasing.workspace_of(asked.workspace)))
            elif asked.privacy_act == attest_command.ACT:
                print(attest_command.do(asked, erasing.workspace_of(asked.workspace)))
            else:
                print(profile_command.profile(asked))
    except (NoticeIncomplete, ProfileRefused, SitesAreLaxer) as error:
        print(f"troth: {profile_command.complaint(error)}", file=sys.stderr)
        return 1
    return 0


def do(asked: argparse.Namespace, settings: Config, environ: Mapping[str, str]) -> int:
    from troth.verify import command  # it plays the whole product, and stands above it

    return command.do(settings, asked, environ)
