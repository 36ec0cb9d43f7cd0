"""Django's cache as rows, for an installation of many webs: what the limits of sign-in count is one count, whichever
web is asked. The keys hold names and network addresses, so only their HMAC is kept."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from troth.kernel import config
from troth.kernel.clock import now

from .models import Remembered

_FOREVER = timedelta(days=365)


class SharedCache(BaseCache):
    """What allauth asks of a cache. Values are what JSON can hold."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._secret = config.current().secret("cache")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        kept = Remembered.objects.filter(key=self._key(key, version), until__gt=now()).values_list("value", flat=True)
        for value in kept:
            return json.loads(value)
        return default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        Remembered.objects.bulk_create(
            [Remembered(key=self._key(key, version), value=json.dumps(value), until=self._until(timeout))],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value", "until"],
        )

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether it was not there; of many who ask at once one hears yes."""
        table = connection.ops.quote_name(Remembered._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS r (key, value, until) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE"  # noqa: S608
                " SET value = excluded.value, until = excluded.until WHERE r.until <= %s",
                [self._key(key, version), json.dumps(value), self._until(timeout), now()],
            )
            return bool(cursor.rowcount == 1)

    def delete(self, key: str, version: int | None = None) -> bool:
        return Remembered.objects.filter(key=self._key(key, version)).delete()[0] == 1

    def clear(self) -> None:
        Remembered.objects.all().delete()

    def _key(self, key: str, version: int | None) -> str:
        return hmac.new(self._secret, self.make_key(key, version).encode(), hashlib.sha256).hexdigest()

    def _until(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return now() + (_FOREVER if seconds is None else timedelta(seconds=seconds))
