"""Files in an S3-compatible store.

Each is one PUT and never a multipart upload: a file has 20 MiB, and a single PUT is there whole or not at all, so that
a crash leaves no parts behind which nobody sees and somebody pays for.
"""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from troth.datamap import egress
from troth.kernel.config import FilesAt

from .contract import NAME, Missing, Passing, Permanent

if TYPE_CHECKING:
    from obstore.store import S3Credential

CONNECT = timedelta(seconds=3)
ONE_TRY = timedelta(seconds=20)  # for 20 MiB: at least 1 MiB a second
TRIES = 2  # after the first, and only as long as NO_MORE has not passed
NO_MORE = timedelta(seconds=10)
ATTEMPT = timedelta(seconds=2)  # of /health, which is asked for often and waits for nobody


class S3:
    """A bucket, and a prefix in it."""

    def __init__(self, at: FilesAt) -> None:
        self._at = at
        self._store = self._open(ONE_TRY, TRIES)
        self._quick = self._open(ATTEMPT, 0)

    def put(self, name: str, box: bytes) -> None:
        with self._told():
            obstore.put(self._store, name, box, use_multipart=False)

    def get(self, name: str) -> bytes:
        with self._told():
            try:
                return obstore.get(self._store, name).bytes().to_bytes()
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                raise Missing from None

    def delete(self, name: str) -> None:
        with self._told():
            obstore.delete(self._store, name)

    def names(self) -> Iterator[str]:
        with self._told():
            for some in obstore.list(self._store):
                yield from (one["path"] for one in some if NAME.fullmatch(one["path"]))

    def clear(self) -> None:
        for name in list(self.names()):
            self.delete(name)

    def attempt(self) -> None:
        with self._told():
            obstore.put(self._quick, "health", bytes(4096), use_multipart=False)

    def _open(self, one_try: timedelta, tries: int) -> S3Store:
        """The library fills what it is not told from AWS_ variables; what matters is told."""
        at = self._at
        return S3Store(
            at.bucket,
            prefix=at.prefix or None,
            region=at.region,
            endpoint=at.endpoint,
            aws_endpoint_url_s3=at.endpoint,
            virtual_hosted_style_request=False,
            skip_signature=False,
            s3_express=False,
            disable_bulk_delete=True,  # not every store has it
            credential_provider=self._credential,
            client_options={
                "allow_http": at.endpoint.startswith("http:"),
                "connect_timeout": min(CONNECT, one_try),
                "timeout": one_try,
            },
            retry_config={"max_retries": tries, "retry_timeout": NO_MORE},
        )

    def _credential(self) -> "S3Credential":
        return {
            "access_key_id": self._at.key_id,
            "secret_access_key": self._at.secret,
            "token": None,
            "expires_at": None,
        }

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        where = f"the bucket {self._at.bucket} at {self._at.endpoint}"
        try:
            egress.out_to(urlsplit(self._at.endpoint).hostname or "", "files")
        except egress.Refused as refused:
            raise Permanent(str(refused)) from None
        try:
            yield
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise Permanent(f"{where} refuses the keys of FILES_URL: {_first_line(error)}") from None
        except FileNotFoundError:
            raise Permanent(f"{where} is not there") from None
        except BaseError as error:
            raise Passing(f"{where}: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:300]
