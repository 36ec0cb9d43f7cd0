"""The settings, read once from the environment. Nothing else in Troth reads os.environ.

    config = load(os.environ)      # at start, by project/serve.py, a command or a test; raises ConfigError
    current()                      # everywhere else

A wrong setting stops the start with one sentence that names it; a TROTH_ name nobody knows is wrong too, since it
is nearly always a misspelt one.
"""

import contextlib
import hashlib
import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

from .limits import Limits

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_LONGEST_SECRET = 4096  # characters
_LOCAL = ("localhost", "127.0.0.1", "::1")


class ConfigError(Exception):
    """One sentence for the operator, naming the setting."""


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


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """The mail server to hand mail to. tls: "implicit" for smtps, "starttls" when it offers it."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: Literal["starttls", "implicit"] = "starttls"


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator decided. Paths are absolute."""

    host: str
    port: int  # 0: any free one
    port_file: Path | None  # where the port in use is written (for tests and supervisors)
    var: Path
    database: Database
    keyring: Path  # the keyring's SQLite file
    base_url: str  # without a slash at the end
    secret_key: bytes
    smtp: Smtp | None  # None: mail is captured under mail_dir
    mail_dir: Path
    mail_from: str
    trusted_proxies: tuple[Network, ...]
    demo: bool
    door: Literal["picows", "sansio"]
    threads: int
    limits: Limits

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, so that no two uses share a key."""
        return hmac.digest(self.secret_key, b"troth " + purpose.encode(), hashlib.sha256)

    @property
    def hosts(self) -> list[str]:
        """The Host headers that are answered, as Django's ALLOWED_HOSTS writes them."""
        own = urlsplit(self.base_url).hostname or "localhost"
        return list(dict.fromkeys([own, *(["localhost", "127.0.0.1", "[::1]"] if self.local or self.demo else [])]))

    @property
    def local(self) -> bool:
        """Whether only this machine reaches Troth: somebody tries it out."""
        return (urlsplit(self.base_url).hostname or "localhost") in _LOCAL

    @property
    def secure(self) -> bool:
        """Whether people reach Troth by https."""
        return self.base_url.startswith("https:")


_NAMES = {
    "TROTH_VAR", "TROTH_SECRET_KEY", "TROTH_SECRET_KEY_FILE", "TROTH_BASE_URL", "TROTH_SMTP_URL", "TROTH_MAIL_FROM",
    "TROTH_TRUSTED_PROXIES", "TROTH_DEMO", "TROTH_DOOR", "TROTH_THREADS", "TROTH_PORT_FILE",
}  # fmt: skip
SETTINGS = frozenset({"PORT", "HOST", "DATABASE_URL"} | _NAMES)
LIMITS = frozenset(f"TROTH_LIMIT_{name.upper()}" for name in Limits.__struct_fields__)

_current: Config | None = None


def load(env: Mapping[str, str]) -> Config:
    """Read and check all settings, make what must exist (TROTH_VAR, the secret). Raises ConfigError."""
    for name in env:
        if name.startswith("TROTH_") and name not in SETTINGS and name not in LIMITS:
            raise ConfigError(f"{name} is not a setting of Troth; docs/operate.md lists them all.")
    port = _number(env, "PORT", 8000, 0, 65535)
    var = Path(env.get("TROTH_VAR") or "var").absolute()
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and addresses are in there
    except OSError as error:
        raise ConfigError(f"TROTH_VAR: the folder {var} can't be made ({error.strerror}).") from None
    if not os.access(var, os.W_OK):
        raise ConfigError(f"TROTH_VAR: the folder {var} can't be written to.")
    return Config(
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        port_file=_port_file(env.get("TROTH_PORT_FILE") or ""),
        var=var,
        database=_database(env.get("DATABASE_URL") or "", var),
        keyring=var / "keyring.sqlite3",
        base_url=_base_url(env.get("TROTH_BASE_URL") or f"http://localhost:{port}"),
        secret_key=_secret(env, var),
        smtp=_smtp(env.get("TROTH_SMTP_URL") or ""),
        mail_dir=var / "mail",
        mail_from=_sender(env.get("TROTH_MAIL_FROM") or "Troth <troth@localhost>"),
        trusted_proxies=_networks(env.get("TROTH_TRUSTED_PROXIES") or ""),
        demo=_choice(env, "TROTH_DEMO", "0", ("0", "1")) == "1",
        door="sansio" if _choice(env, "TROTH_DOOR", "picows", ("picows", "sansio")) == "sansio" else "picows",
        threads=_number(env, "TROTH_THREADS", 4, 1, 64),
        limits=_limits(env),
    )


def current() -> Config:
    """The settings in force; read from the environment when nobody did so before."""
    global _current
    if _current is None:
        _current = load(os.environ)
    return _current


def use(config: Config | None) -> None:
    """Put these settings in force (the start, tests); None forgets them."""
    global _current
    _current = config


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise ConfigError(f"{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = env.get(name) or default
    if text not in choices:
        raise ConfigError(f"{name} must be {' or '.join(choices)}, not {text!r}.")
    return text


def _database(url: str, var: Path) -> Database:
    if not url:
        return Database(kind="sqlite", path=var / "troth.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError("DATABASE_URL is not an address; it looks like postgres://user@host:5432/name.") from None
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if parts.netloc or len(path) < 2:
            raise ConfigError("DATABASE_URL for SQLite is sqlite:///relative/file or sqlite:////absolute/file.")
        return Database(kind="sqlite", path=Path(path[1:]).absolute())
    if parts.scheme not in ("postgres", "postgresql"):
        raise ConfigError(f"DATABASE_URL must begin with postgres:// or sqlite:///, not {parts.scheme or 'nothing'!r}.")
    if len(parts.path) < 2:
        raise ConfigError("DATABASE_URL names no database; it looks like postgres://user@host:5432/name.")
    return Database(
        kind="postgres",
        url=url,
        name=unquote(parts.path[1:]),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname or "",
        port=port,
    )


def _port_file(text: str) -> Path | None:
    if not text:
        return None
    file = Path(text).absolute()
    if file.is_dir() or not file.name or not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise ConfigError(f"TROTH_PORT_FILE: {file} must be a file in a folder that is there and can be written to.")
    return file


def _is_host(name: str | None) -> bool:
    """A name as browsers send it (xn-- for what is beyond ASCII), or an address."""
    if not name or not name.isascii():
        return False
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return len(name) <= 253 and _HOST.fullmatch(name) is not None


def _base_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = (
            parts.scheme in ("http", "https")
            and parts.port is not False
            and _is_host(parts.hostname)
            and url.isprintable()
        )
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ConfigError(f"TROTH_BASE_URL must be like https://chat.example.org, without a path, not {url!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def _secret(env: Mapping[str, str], var: Path) -> bytes:
    given, file = env.get("TROTH_SECRET_KEY"), env.get("TROTH_SECRET_KEY_FILE")
    if given and file:
        raise ConfigError("TROTH_SECRET_KEY and TROTH_SECRET_KEY_FILE are both set; set one of them.")
    name = "TROTH_SECRET_KEY"
    if file:
        name = "TROTH_SECRET_KEY_FILE"
        try:
            with open(file, encoding="utf-8") as opened:
                given = opened.read(_LONGEST_SECRET).strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError(f"TROTH_SECRET_KEY_FILE: {file} can't be read.") from None
    if given is None or (not given and not file):
        given = _own_secret(var / "secret")
    if len(given) < 32:
        raise ConfigError(f"{name} must have at least 32 characters.")
    return given.encode()


def _own_secret(path: Path) -> str:
    """The installation's own secret: made at the first start, readable by its owner only."""
    try:
        if not path.exists():
            # written whole under a name of its own, then linked: two first starts agree on one
            fresh = path.with_name(f"secret.{secrets.token_hex(8)}")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"TROTH_VAR: the secret {path} can't be made or read.") from None


def _smtp(url: str) -> Smtp | None:
    if not url:
        return None
    wrong = "TROTH_SMTP_URL must be like smtp://user:password@host:587 or smtps://..., or empty."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError(wrong) from None
    if parts.scheme not in ("smtp", "smtps") or not _is_host(parts.hostname) or port == 0 or not url.isprintable():
        raise ConfigError(wrong)
    implicit = parts.scheme == "smtps"
    return Smtp(
        host=parts.hostname or "",
        port=port or (465 if implicit else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if implicit else "starttls",
    )


def _sender(text: str) -> str:
    name, at, domain = parseaddr(text)[1].rpartition("@")
    if not (name and at and domain) or any(one.isspace() for one in name + domain) or not text.isprintable():
        raise ConfigError(f"TROTH_MAIL_FROM must be like Troth <chat@example.org>, not {text!r}.")
    return text


def _networks(text: str) -> tuple[Network, ...]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise ConfigError(f"TROTH_TRUSTED_PROXIES: {part!r} is no address or network.") from None
    return tuple(found)


# Where the demo is served, one machine plays everybody: a replay of real dialogues is thousands of visitors.
_LIMITS_OF_DEMO = {"address_visitors": 300_000, "address_conversations": 300_000}


def _limits(env: Mapping[str, str]) -> Limits:
    given: dict[str, float] = dict(_LIMITS_OF_DEMO) if env.get("TROTH_DEMO") == "1" else {}
    for field in msgspec.structs.fields(Limits):
        text = env.get(f"TROTH_LIMIT_{field.encode_name.upper()}")
        if not text:
            continue
        read: Callable[[str], float] = int if field.type is int else float
        try:
            value = read(text)
        except ValueError:
            value = 0
        if not 0 < value < 10**12:
            raise ConfigError(f"TROTH_LIMIT_{field.encode_name.upper()} must be a number above 0, not {text!r}.")
        given[field.encode_name] = value
    return msgspec.convert(given, Limits)
