"""Running the stories of `writing` with a DB-API cursor. asyncpg's runner is the scribe's own."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from .writing import Statement, Steps

type Rows = list[Sequence[Any]]


def rows(cursor: Any, statements: list[Statement]) -> Rows:
    """Run them one after the other; all their rows."""
    found: Rows = []
    for sql, params in statements:
        cursor.execute(_placeholders(sql), params)
        if cursor.description is not None:
            found += cursor.fetchall()
    return found


def run[T](cursor: Any, steps: Steps[T]) -> T:
    """Tell the whole story with this cursor and return its end."""
    answer: Any = None
    while True:
        try:
            statements = steps.send(answer)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        answer = rows(cursor, statements)


@cache
def _placeholders(sql: str) -> str:
    """PostgreSQL's statements number their parameters, in order and each once; psycopg wants %s."""
    if "$1" not in sql:
        return sql
    return re.sub(r"\$\d+", "%s", sql.replace("%", "%%"))
