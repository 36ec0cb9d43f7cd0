"""What stops an operator's command."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import psycopg
from django.db import Error

from troth.filestore import Failure
from troth.kernel.outages import DatabaseAway


class Refused(Exception):
    """One sentence for the operator. Nothing that was there before was changed."""


@contextmanager
def in_one_sentence(what: str) -> Iterator[None]:
    """What databases, disk and odd data refuse, as Refused."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error, Error, OSError, DatabaseAway, Failure) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise Refused(f"{what}, and what was there before is as it was: {why}.") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused(f"{what}, since the backup holds what no Troth wrote: {error}.") from error
