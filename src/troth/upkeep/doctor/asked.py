"""One request to a server, as anybody may send it: nothing secret is in it, so no certificate is asked for."""

import http.client
import socket
import ssl
from urllib.parse import urlsplit

import msgspec

from troth.kernel import clock

PATIENCE = 4.0  # s for a connection, and for each answer
MOST = 256 * 1024  # bytes of a body


class Away(Exception):
    """Why nothing came; a few words."""


class Answer(msgspec.Struct, frozen=True):
    """headers: names in small letters. sent: the middle of the request, s since 1970."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: float


def unverified() -> ssl.SSLContext:
    """TLS with whoever answers; the checks of the certificate look at that themselves."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(
    url: str, path: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """url: scheme, host, port. Follows no redirect. Raises Away."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=unverified())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=PATIENCE)
    )
    try:
        began = clock.now().timestamp()
        connection.request(method, path, body, {"Connection": "close", "User-Agent": "troth-doctor", **(headers or {})})
        said = connection.getresponse()
        middle = (began + clock.now().timestamp()) / 2
        named = {name.lower(): value for name, value in said.getheaders()}
        return Answer(said.status, named, said.read(MOST), middle)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Away(why(error)) from None
    finally:
        connection.close()


def why(error: Exception) -> str:
    """What the network said, for people."""
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    if isinstance(error, TimeoutError):
        return f"no answer in {PATIENCE:.0f} seconds"
    if isinstance(error, ConnectionRefusedError):
        return "the connection is refused"
    if isinstance(error, ssl.SSLError):
        return f"TLS fails: {(error.reason or type(error).__name__).replace('_', ' ').lower()}"
    if isinstance(error, ConnectionError) and not error.strerror:
        return "the connection is closed"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return f"no HTTP: {type(error).__name__}"
