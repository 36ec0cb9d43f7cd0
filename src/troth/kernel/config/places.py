"""How the addresses of other places are read: how people come here, the database, the mail server."""

import contextlib
import ipaddress
import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from .setting import Given

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)

_UNREADABLE = re.compile(
    r"%(?![0-9a-f]{2})|%00|\s|@[^/?]*@", re.IGNORECASE
)  # to libpq, which would repeat the password

LOCAL = ("localhost", "127.0.0.1", "::1")


class Database(msgspec.Struct, frozen=True, kw_only=True):
    """Where the rows and the log are. `path` for SQLite; the rest for PostgreSQL (`url` as libpq reads it)."""

    kind: Literal["sqlite", "postgres"]
    path: Path = Path()
    url: str = ""
    name: str = ""
    user: str = ""
    password: str = ""
    host: str = ""
    port: int | None = None
    options: dict[str, str] = {}  # what else libpq is told: sslmode, sslrootcert ...


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """The mail server to hand mail to. tls: "implicit" for smtps, "starttls" when it offers it."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: Literal["starttls", "implicit"] = "starttls"


def is_host(name: str | None) -> bool:
    """A name as browsers send it (xn-- for what is beyond ASCII), or an address."""
    if not name or not name.isascii():
        return False
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return len(name) <= 253 and _HOST.fullmatch(name) is not None


def base_url(given: Given) -> str:
    url = given.text or f"http://localhost:{given.before['port']}"
    try:
        parts = urlsplit(url)
        good = (
            parts.scheme in ("http", "https")
            and parts.port is not False
            and is_host(parts.hostname)
            and url.isprintable()
        )
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        shown = "" if "@" in url else f", not {url!r}"  # what stands before an @ may be a password
        raise given.wrong(f"must be like https://chat.example.org, without a path{shown}.")
    return f"{parts.scheme}://{parts.netloc}"


def database(given: Given) -> Database:
    url = given.text
    if not url:
        return Database(kind="sqlite", path=given.var / "troth.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise given.wrong("is not an address; it looks like postgres://user@host:5432/name.") from None
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if parts.netloc or len(path) < 2:
            raise given.wrong("for SQLite is sqlite:///relative/file or sqlite:////absolute/file.")
        return Database(kind="sqlite", path=Path(path[1:]).absolute())
    if parts.scheme not in ("postgres", "postgresql"):
        raise given.wrong(f"must begin with postgres:// or sqlite:///, not {parts.scheme or 'nothing'!r}.")
    if _UNREADABLE.search(url):
        raise given.wrong(
            "holds a character that an address can't. In a user's name or a password write % as %25, @ as %40, a space"
            " as %20."
        )
    if len(parts.path) < 2:
        raise given.wrong("names no database; it looks like postgres://user@host:5432/name.")
    return Database(
        kind="postgres",
        url=url,
        name=unquote(parts.path[1:]),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname or "",
        port=port,
        options=dict(parse_qsl(parts.query)),
    )


def keyring(given: Given) -> Database:
    if not given.text:
        return Database(kind="sqlite", path=given.var / "keyring.sqlite3")
    found = database(given)
    if found.kind == "sqlite":
        raise given.wrong("must begin with postgres://; left empty, the keyring is a file in TROTH_VAR.")
    if _address(found) == _address(given.before["database"]):
        raise given.wrong(
            "names the same database as DATABASE_URL. Each copy of it could be read by whoever has it, and every backup"
            " would bring erased words back: make a database of its own for the keyring."
        )
    return found


def _address(one: Database) -> tuple[str, str, int, str]:
    return one.kind, "localhost" if one.host in ("", *LOCAL) else one.host, one.port or 5432, one.name


def smtp(given: Given) -> Smtp | None:
    url = given.text
    if not url:
        return None
    wrong = given.wrong("must be like smtp://user:password@host:587 or smtps://..., or empty.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("smtp", "smtps") or not is_host(parts.hostname) or port == 0 or not url.isprintable():
        raise wrong
    implicit = parts.scheme == "smtps"
    return Smtp(
        host=parts.hostname or "",
        port=port or (465 if implicit else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if implicit else "starttls",
    )
