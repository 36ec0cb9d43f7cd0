"""Django's sessions as rows, but for a loop: it takes every refused insert for a key that is taken, and tries another
one for ever."""

from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore as Rows

TRIES = 5  # keys have 165 bits: not even a second one is ever taken


class SessionStore(Rows):
    def create(self) -> None:
        """Raises what the database said when no key is taken."""
        for last in range(TRIES):
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs don't know it
            try:
                self.save(must_create=True)
            except CreateError as error:
                if last == TRIES - 1:
                    raise error.__context__ or error from None
                continue
            self.modified = True
            return
