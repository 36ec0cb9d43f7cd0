"""What the product really has: every table with its columns, kind of event, cookie, log line, reader, mail, and word
that passes. The browser's storage and the labels of metrics are looked at by the tests, which have their sources."""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import msgspec
from django.apps import apps
from django.conf import settings
from django.db.models import JSONField, Model

from troth.datamap import Where, leaves_of
from troth.datamap.compare import Found
from troth.kernel.passes import Claims
from troth.log import schema as log_schema
from troth.log.migrate import bring_up
from troth.murmur.words import AnyWord
from troth.post import letters
from troth.privacy.access.maker import NAME as MAKER
from troth.privacy.portal import session
from troth.proofs.notary import NAME as NOTARY
from troth.search import schema as search_schema
from troth.vault import schema as vault_schema
from troth.wire.events import KINDS

from ..desk import SENDER, readers
from ..hourly import JOBS
from ..logs import AsJson
from ..requests import Line

# Of these kinds `found` names all there are.
WHOLE = frozenset(Where) - {Where.BROWSER, Where.METRIC, Where.FILES}

_TABLE = re.compile(r"\s*CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+) \((.*)\)", re.S)
_ADDED = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+)")
_RULES = frozenset(("PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"))


def found() -> list[Found]:
    return [*_rows(), *_tables(), *_events(), *_cookies(), *_caches(), *_log(), *_jobs(), *_mails(), *_words()]


def _rows() -> Iterator[Found]:
    """Of every app, those of others too, and of the tables between two."""
    for model in apps.get_models(include_auto_created=True):
        yield Found(Where.ROWS, model._meta.label, frozenset(_columns(model)), frozenset(_structures(model)),
                    frozenset(_paths(model)))  # fmt: skip


def _columns(model: type[Model]) -> set[str]:
    ours = model._meta.get_fields()
    return {field.name for field in ours if getattr(field, "concrete", False)} | {
        field.name for field in model._meta.many_to_many
    }


def _paths(model: type[Model], far: int = 3) -> Iterator[str]:
    """Its fields, and those of the rows they point to."""
    for field in model._meta.get_fields():
        if getattr(field, "concrete", False):
            yield field.name
            if far > 1 and isinstance(field.related_model, type):
                yield from (f"{field.name}.{further}" for further in _paths(field.related_model, far - 1))


def _structures(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, JSONField)}


def _tables() -> Iterator[Found]:
    """Those without a model: of the log and of the keyring, on both databases, and of the search index."""
    columns: dict[str, set[str]] = {}
    with closing(sqlite3.connect(":memory:")) as log, closing(sqlite3.connect(":memory:")) as keyring:
        log.isolation_level = keyring.isolation_level = None
        bring_up(log, "sqlite")
        vault_schema.bring_up(keyring)
        for made in (log, keyring):
            for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                columns[name] = {row[1] for row in made.execute(f"PRAGMA table_info({name})")}
    for statement in ";".join([*log_schema.POSTGRES, *vault_schema.POSTGRES, search_schema.POSTGRES]).split(";"):
        if made_there := _TABLE.match(statement.partition("WITH (")[0]):
            columns.setdefault(made_there[1], set()).update(_named_in(made_there[2]))
        for name, column in _ADDED.findall(statement):
            columns[name].add(column)
    columns.setdefault("keyring_schema", {"step"})
    return (Found(Where.TABLE, name, frozenset(held)) for name, held in columns.items())


def _named_in(statement: str) -> Iterator[str]:
    """The columns of a CREATE TABLE: the first words between the commas that stand in no brackets."""
    for part in re.split(r",(?![^(]*\))", re.sub(r"--[^\n]*", "", statement)):
        words = part.split()
        if words and words[0] not in _RULES:
            yield words[0]


def _events() -> Iterator[Found]:
    for name, _, body in KINDS.values():
        yield Found(Where.EVENT, name, frozenset(leaves_of(body)))


def _cookies() -> Iterator[Found]:
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, session.cookie_name()):
        yield Found(Where.COOKIE, name.removeprefix("__Host-"), frozenset(("value",)))


def _caches() -> Iterator[Found]:
    for name in settings.CACHES:
        yield Found(Where.CACHE, name, frozenset(("key", "value")))


def _log() -> Iterator[Found]:
    """As the one formatter writes a line that has everything."""
    try:
        raise LookupError
    except LookupError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("troth", logging.INFO, __file__, 1, "looked at", None, trace)
    line: dict[str, Any] = msgspec.json.decode(AsJson("all").format(record))
    yield Found(Where.LOG, "server", frozenset({*line, "request", *Line.__struct_fields__}))


def _jobs() -> Iterator[Found]:
    for name in (*(reader.name for reader in readers()), *(job.name for job in JOBS), SENDER, MAKER, NOTARY):
        yield Found(Where.JOB, name, None)


def _mails() -> Iterator[Found]:
    for kind in letters.kinds():
        yield Found(Where.MAIL, kind, None)
    for template in Path(__file__).parents[2].rglob("templates/account/email/*_message.*"):
        yield Found(Where.MAIL, f"account/email/{template.stem.removesuffix('_message')}", None)


def _words() -> Iterator[Found]:
    for word in get_args(AnyWord):
        yield Found(Where.PASSING, word.__name__, frozenset(leaves_of(word)) - {""})
    claims = frozenset(Claims.__struct_fields__)
    yield Found(Where.PASSING, "pass of a visitor", claims)
    yield Found(Where.PASSING, "pass of an agent", claims - {"workspace", "site"})
