"""What every command of Troth loads, Django and all of Troth with it: loaded once, for those that are forked. Each of
them has settings of its own, so what was made of the ones used here is forgotten again.

A start as an operator has it, by Python itself, is `Troth(..., installed=True)` of tests/process.py and
tests/gateway/test_start.py.
"""

import gc
import os
import sys
import tempfile
import threading
from contextlib import suppress
from importlib import import_module

from tests import light_hashes
from troth.kernel import config

BEFORE_SETTINGS = (
    "asyncpg",
    "cryptography.hazmat.primitives.ciphers.aead",
    "django.test.client",
    "picows",
    "prometheus_client",
    "pydantic",
    "pytest",  # each fork looks at the main module of the tests
    "troth.log",
    "troth.vault",
    "urllib.request",
    "uvicorn",
    "uvloop",
)
WITH_SETTINGS = (
    "django.core.management",
    "django.core.management.commands.migrate",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.template.loader",
    "troth.project.command",
    "troth.project.demo",
    "troth.project.prepare",
    "troth.project.roles",
    "troth.project.serve",
    "troth.project.sqlite.base",
    "troth.project.urls",
)
MADE_OF_SETTINGS = ("troth.project.settings", "troth.project.urls")  # modules


def _load() -> None:
    for name in BEFORE_SETTINGS:
        import_module(name)
    with tempfile.TemporaryDirectory(prefix="troth-preloaded-") as var:
        config.use(config.load({"TROTH_VAR": var}))
        os.environ["DJANGO_SETTINGS_MODULE"] = "troth.project.settings"
        import django

        django.setup()
        for name in WITH_SETTINGS:
            import_module(name)
    _forget()


def _forget() -> None:
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connections
    from django.utils.functional import empty

    for handler in (connections, caches):
        for alias in handler:
            with suppress(AttributeError):  # nobody made one
                del handler[alias]
        handler._settings = None  # type: ignore[union-attr]
        del handler.settings
    config.use(None)
    del os.environ["DJANGO_SETTINGS_MODULE"]
    for name in MADE_OF_SETTINGS:
        del sys.modules[name]
        parent, _, short = name.rpartition(".")
        delattr(sys.modules[parent], short)
    settings._wrapped = empty
    assert not settings.configured  # each process has its own
    assert threading.active_count() == 1


light_hashes.use()
_load()
gc.collect()
gc.freeze()  # what is loaded stays shared
