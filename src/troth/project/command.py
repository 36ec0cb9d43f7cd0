"""The command `troth`: serve, and what an operator asks besides, from `workspace` to `doctor`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from troth import __version__
from troth.kernel import config
from troth.proofs import verify
from troth.upkeep import command as upkeep
from troth.upkeep.doctor import command as doctor

from . import closing_command, holding, privacy_command, processors


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was asked. 0: done, 1: it failed, 2: a setting is wrong (one sentence on stderr)."""
    words = argparse.ArgumentParser(prog="troth", description="Live chat and helpdesk that keeps its privacy policy.")
    acts = words.add_subparsers(dest="act", required=True, metavar="COMMAND")
    serve = acts.add_parser("serve", help="serve everything on one port (PORT, default 8000), or one part of it")
    serve.add_argument(
        "--role",
        choices=("all", "gateway", "web", "worker"),
        default="all",
        help="the part; other than all: on PostgreSQL only",
    )
    begin = acts.add_parser("workspace", help="make a workspace with its first site and its owner")
    begin.add_argument("name", help="as agents and visitors read it")
    begin.add_argument("--owner", required=True, metavar="EMAIL", help="who owns it; a new person gets a password")
    begin.add_argument("--owner-name", default="", metavar="NAME", help="what the owner is called")
    begin.add_argument("--domain", action="append", default=[], help="a website that may show the widget; repeatable")
    erase = acts.add_parser("erase", help="erase a person, everywhere; the server may run")
    erase.add_argument("subject", help="visitor:ID, contact:ID or person:ID")
    erase.add_argument("--workspace", required=True, metavar="SLUG", help="whose they are; its id will do too")
    erase.add_argument("--dry-run", action="store_true", help="print the plan, and change nothing")
    erase.add_argument("--force", action="store_true", help="also in the middle of an open conversation")
    give = acts.add_parser("export-subject", help="write what is kept of a person into a ZIP; the server may run")
    give.add_argument("subject", help="visitor:ID, contact:ID or person:ID")
    give.add_argument("file", type=Path, help="the ZIP to be; it must not exist")
    give.add_argument("--workspace", required=True, metavar="SLUG", help="whose they are; its id will do too")
    give.add_argument("--kind", choices=("access", "portability"), default="access", help="to read, or to take along")
    give.add_argument("--language", default="en", help="in which it is to be read")
    take = acts.add_parser("import-subject", help="take in what a person brings from another Troth; safe to repeat")
    take.add_argument("file", type=Path, help="the ZIP of a portability order, or the portable.json in it")
    take.add_argument("--workspace", required=True, metavar="SLUG", help="where to; its id will do too")
    take.add_argument("--site", default="", metavar="KEY", help="on which site, where there are several")
    bytes_ = acts.add_parser("compact", help="let go of the bytes that erasing left in files; nightly by itself")
    bytes_.add_argument("--whole", action="store_true", help="also of tables beyond 256 MB, while all wait")
    acts.add_parser("reindex", help="make the search index anew from the log; the server may run")
    acts.add_parser("migrate", help="make or update the tables; safe to repeat")
    parked = acts.add_parser("parked", help="list the events that a reader of the log went on without")
    parked.add_argument("--seen", action="store_true", help="you know of them: /health may be green again")
    processors.add_words(acts)
    holding.add_words(acts)
    closing_command.add_words(acts)
    privacy_command.add_words(acts)
    upkeep.add_words(acts)
    acts.add_parser("demo", help="make the demo workspaces, sites and people; safe to repeat")
    proven = acts.add_parser("verify-transcript", help="whether anything in a transcript was altered or left out")
    proven.add_argument("file", help="the transcript, as it was downloaded")
    proven.add_argument("--key", required=True, help="the verifier key of whoever made it, or a file that holds it")
    proven.add_argument("--against", metavar="CHECKPOINT", help="an earlier checkpoint, or a transcript with one")
    acts.add_parser("version", help="print the version")
    doctor.add_words(acts.add_parser("doctor", help="look at what really breaks, and say how each fault is mended"))
    asked = words.parse_args(argv)
    act: str = asked.act
    if act == "version":
        print(__version__)
        return 0
    if act == "verify-transcript":
        against = [] if asked.against is None else ["--against", asked.against]
        return verify.main([asked.file, "--key", asked.key, *against])
    if act == "privacy" and (code := privacy_command.without_server(asked)) is not None:
        return code
    os.umask(0o077)  # databases, keys, files, mail: whatever is made is for the server's own user alone
    if act == "doctor":
        return _doctor(asked)
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
        from troth.project import roles, serve

        return serve.run(roles.given(settings, asked.role))
    if act == "privacy" and asked.privacy_act == "verify":
        return privacy_command.do(asked, settings, os.environ)
    from troth.project import logs, prepare

    if act == "restore":
        prepare.reach_server(settings)  # an SQLite file is not made by looking for it
    else:
        prepare.reach(settings)
    if act == "parked":
        _parked(settings, asked.seen)
        return 0
    prepare.django_ready(settings)
    if act in upkeep.ACTS:
        with logs.quiet("troth.log.gate"):
            return upkeep.do(settings, asked, lambda: prepare.open_upgraded(settings))
    from troth.kernel.errors import NewerTables, TrothError
    from troth.log.store_sqlite import InUse
    from troth.vault import WrongSecret

    try:
        with prepare.in_one_sentence(), logs.quiet("troth.log.gate"):  # nobody waits
            prepare.check_upgraded(settings)
            beside = prepare.beside_a_server(settings)
            with prepare.alone(settings):
                if not beside:
                    prepare.migrate(settings)
                if act == "demo":
                    prepare.demo(settings)
            if act == "processors":
                print(processors.do(asked))
            if act == "workspace":
                about = asked.name, asked.owner, asked.owner_name, asked.domain
                print(prepare.workspace(settings, *about, beside=beside))
            if act == "compact":
                from troth.project.compaction import compact

                print(f"{compact(whole=asked.whole)} certificates rose to raw bytes.")
            if act in ("export-subject", "import-subject"):
                return _carry(settings, asked, beside=beside)
            if act in ("holds", "retention"):
                print(_keeping(settings, asked, beside=beside))
            if act == "reindex":
                from troth.project.reindexing import reindex

                with prepare.open_log(settings, exclusive=not beside):
                    print(reindex(settings))
            if act == "privacy":
                return privacy_command.of_workspace(settings, asked, beside=beside)
            if act in ("erase", "close-workspace"):
                return _erase(settings, asked, beside=beside)
    except (InUse, WrongSecret, NewerTables, TrothError, prepare.CannotStart) as error:
        print(f"troth: {error}", file=sys.stderr)
        return 2 if type(error) is WrongSecret else 1
    return 0


def _erase(settings: config.Config, asked: argparse.Namespace, *, beside: bool) -> int:
    """Somebody, or a workspace. The plan or the certificate as JSON; 1 where something is in the way."""
    from troth.project import erasing, prepare

    alone = settings.database.kind == "sqlite" and not beside
    with prepare.open_log(settings, exclusive=not beside):
        if asked.act == "close-workspace":
            told, done = closing_command.close_workspace(asked, alone=alone)
        else:
            about = asked.workspace, asked.subject
            told, done = erasing.erase(*about, dry_run=asked.dry_run, force=asked.force, alone=alone)
    print(told)
    return 0 if done else 1


def _carry(settings: config.Config, asked: argparse.Namespace, *, beside: bool) -> int:
    from troth.project import portability, prepare

    with prepare.open_log(settings, exclusive=not beside):
        if asked.act == "export-subject":
            how = {"kind": asked.kind, "language": asked.language}
            print(portability.export_subject(asked.workspace, asked.subject, asked.file, **how))
        else:
            print(portability.import_subject(asked.workspace, asked.file, site=asked.site))
    return 0


def _keeping(settings: config.Config, asked: argparse.Namespace, *, beside: bool) -> str:
    from troth.project import erasing, prepare

    where = erasing.workspace_of(asked.workspace)
    if asked.act == "holds":
        return holding.holds(asked, where)
    with prepare.open_log(settings, exclusive=not beside):
        return holding.retention(asked, where, alone=settings.database.kind == "sqlite" and not beside)


def _doctor(asked: argparse.Namespace) -> int:
    if asked.url:
        return doctor.do(None, asked)
    try:
        settings = config.load(os.environ)
    except config.ConfigError as error:
        return doctor.settings_wrong(error, asked)
    from troth.project import prepare

    prepare.django_ready(settings)
    from troth.project import desk

    return doctor.do(settings, asked, tuple(reader.name for reader in desk.readers()))


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
