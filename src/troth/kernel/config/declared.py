"""Every setting, declared once: the field it fills, its name, how it is read, what it means; in the page's order."""

import hashlib
import hmac
from pathlib import Path
from typing import Annotated, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec

from ..limits import Limits
from .files import FilesAt, files
from .places import LOCAL, Database, Smtp, base_url, database, keyring, smtp
from .secret import backup_key, secret_key, token
from .setting import Setting
from .values import Network, choice, file_to_write, networks, number, own_folder, process_name, sender, switch, text

type Part = Literal["gateway", "web", "worker"]
type Role = Literal["all", Part]


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator decided. Paths are absolute."""

    port: Annotated[
        int,
        Setting(
            name="PORT",
            read=number(0, 65535),
            default="8000",
            file=False,
            meaning="The port to serve on. 0 takes any free one.",
        ),
    ]
    host: Annotated[
        str,
        Setting(
            name="HOST",
            read=text,
            default="127.0.0.1",
            file=False,
            meaning="The address to listen on. Set `0.0.0.0` in a container, and put a proxy that speaks TLS in front.",
        ),
    ]
    base_url: Annotated[
        str,  # without a slash at the end
        Setting(
            name="TROTH_BASE_URL",
            read=base_url,
            unset="`http://localhost:PORT`",
            meaning="""How people reach Troth, without a path. In production `https://chat.example.org`. Only this host
            (and localhost, when it is local) is answered. Sites load the widget from it.""",
        ),
    ]
    var: Annotated[
        Path,
        Setting(
            name="TROTH_VAR",
            read=own_folder,
            default="var",
            file=False,
            meaning="""The folder for everything that is kept. Holds the SQLite files, the sealed files of
            conversations, captured mail and the secret.""",
        ),
    ]
    database: Annotated[
        Database,
        Setting(
            name="DATABASE_URL",
            read=database,
            unset="`troth.sqlite3` in `TROTH_VAR`",
            meaning="""`postgres://user:password@host:5432/name`, or `sqlite:///relative/file`. Over a network end it
            with `?sslmode=verify-full&sslrootcert=/path/to/ca.pem`, or the server's name is not looked at.""",
        ),
    ]
    keyring: Annotated[
        Database,
        Setting(
            name="TROTH_KEYRING_URL",
            read=keyring,
            unset="`keyring.sqlite3` in `TROTH_VAR`, which all processes of one machine share",
            meaning="""Where the keys of what is sealed are kept. For more than one machine
            `postgres://user:password@host:5432/name`, a database of its own, best on a server of its own; refused when
            it is the one of `DATABASE_URL`. See [The keyring](operate.md#the-keyring).""",
        ),
    ]
    s3_key: Annotated[
        str,
        Setting(
            name="AWS_ACCESS_KEY_ID",
            read=text,
            unset="as `FILES_URL` says",
            meaning="The name of the key to the S3 store of `FILES_URL`, where the address has none.",
        ),
    ]
    s3_secret: Annotated[
        str,
        Setting(
            name="AWS_SECRET_ACCESS_KEY",
            read=text,
            unset="as `FILES_URL` says",
            meaning="The secret of that key.",
        ),
    ]
    files: Annotated[
        FilesAt,
        Setting(
            name="FILES_URL",
            read=files,
            unset="the folder `files` in `TROTH_VAR`",
            meaning="""Where the files of conversations are kept, sealed: a folder, or a bucket of an S3-compatible
            store, `s3://key:secret@bucket/prefix?endpoint=https://s3.example.org&region=eu-1` (characters like `/` and
            `+` of a secret are written `%2F` and `%2B`). Without `endpoint` it is Amazon's of the region, without
            `region` that is `us-east-1`. The bucket must be there; the key needs to get, put and delete objects in it.
            Names of objects are random and tell nothing. Files that are already kept are not moved: copy them when
            you change this.""",
        ),
    ]
    secret_key: Annotated[
        bytes,
        Setting(
            name="TROTH_SECRET_KEY",
            read=secret_key,
            unset="made once and kept in `secret` in `TROTH_VAR` (mode 600)",
            meaning="""At least 32 characters. Passes and sessions are signed with it, and **the keyring is wrapped by
            it**: whoever loses it loses every conversation, on every disk and in every backup.""",
        ),
    ]
    backup_key: Annotated[
        bytes,  # empty: backups are sealed with a key made from secret_key
        Setting(
            name="TROTH_BACKUP_KEY",
            read=backup_key,
            unset="a key made from `TROTH_SECRET_KEY`, so that one secret is all a restore needs",
            meaning="""At least 32 characters that backups are sealed with. A restore needs `TROTH_SECRET_KEY` as well:
            the keys in a backup stay wrapped by it.""",
        ),
    ]
    tombstones: Annotated[
        Path | None,  # where the list of destroyed keys is kept outside of the keyring
        Setting(
            name="TROTH_TOMBSTONES",
            read=file_to_write,
            file=False,
            unset="none; you say at a restore which tombstones are the newest",
            meaning="""A file on another disk. The server names in it every key that was destroyed, before an erasure
            is answered, and a restore takes it as the newest tombstones ([Backup](operate.md#backup)).""",
        ),
    ]
    backup_days: Annotated[
        int,  # 0: nobody said it
        Setting(
            name="TROTH_BACKUP_DAYS",
            read=number(0, 90),
            default="0",
            meaning="""After how many days you have deleted every backup, and every archive of the database's own log,
            wherever they lie. Certificates of erasures then say when the last backup of before has ended, and rise to
            level 4 when it has ([Erasing somebody](operate.md#erasing-somebody)). `0`: you do not say, and they stay
            at level 3. 90 is the longest that the data map allows.""",
        ),
    ]
    closing_days: Annotated[
        int,
        Setting(
            name="TROTH_CLOSING_DAYS",
            read=number(7, 90),
            default="30",
            meaning="""Days from the moment an owner closes a workspace until it is deleted. Until then an owner can
            undo it ([Closing a workspace](privacy.md#closing-a-workspace)).""",
        ),
    ]
    smtp: Annotated[
        Smtp | None,  # None: mail is captured under mail_dir
        Setting(
            name="TROTH_SMTP_URL",
            read=smtp,
            unset="mail is not sent but captured as files under `mail` in `TROTH_VAR`",
            meaning="""Where mail is handed over: `smtp://user:password@host:587` (STARTTLS where offered; with a
            password only with it) or `smtps://...`.""",
        ),
    ]
    mail_from: Annotated[
        str,
        Setting(name="TROTH_MAIL_FROM", read=sender, default="Troth <troth@localhost>", meaning="The sender of mail."),
    ]
    trusted_proxies: Annotated[
        tuple[Network, ...],
        Setting(
            name="TROTH_TRUSTED_PROXIES",
            read=networks,
            unset="nobody's",
            meaning="""Addresses and networks, with commas between, whose `X-Forwarded-For` and `X-Forwarded-Proto` are
            believed.""",
        ),
    ]
    demo: Annotated[
        bool,
        Setting(
            name="TROTH_DEMO",
            read=switch,
            default="0",
            meaning="""1: make the demo (two workspaces, three people) and serve `/demo`, and `/mail` where
            `TROTH_SMTP_URL` is empty; the sign-ins are printed at the start and kept in `demo.json` in `TROTH_VAR`. Its
            passwords are written down, so it is refused together with a public https address. `./dev run` sets it.

            One machine plays everybody there, so the limits of new visitors and conversations (but for one
            visitor's) are 300,000 an hour unless they are set.""",
        ),
    ]
    door: Annotated[
        Literal["picows", "sansio"],
        Setting(
            name="TROTH_DOOR",
            read=choice("picows", "sansio"),
            default="picows",
            meaning="`sansio` is the slower WebSocket door that needs no compiled package.",
        ),
    ]
    threads: Annotated[
        int,
        Setting(name="TROTH_THREADS", read=number(1, 64), default="4", meaning="Threads that serve HTTP requests."),
    ]
    name: Annotated[
        str,
        Setting(
            name="TROTH_NAME",
            read=process_name,
            file=False,
            unset="the machine's name and the process's id",
            meaning="""What this process is called among the others of its installation: letters, digits and `.-_`, 60
            at most. `/health` says by it which worker holds a reader. A worker whose name another live one has is
            refused at the start; after a crash the same name is free again within seconds.""",
        ),
    ]
    port_file: Annotated[
        Path | None,
        Setting(
            name="TROTH_PORT_FILE",
            read=file_to_write,
            file=False,
            unset="none",
            meaning="A file into which the port in use is written once Troth listens, for supervisors and tests.",
        ),
    ]
    supervisor: Annotated[
        str,
        Setting(
            name="NOTIFY_SOCKET",
            read=text,
            file=False,
            unset="nobody is told",
            meaning="""The socket on which a supervisor hears that Troth serves (`READY=1`) and that it stops
            (`STOPPING=1`). systemd sets it for a unit with `Type=notify`.""",
        ),
    ]
    log: Annotated[
        Literal["auto", "text", "json"],
        Setting(
            name="TROTH_LOG",
            read=choice("auto", "text", "json"),
            default="auto",
            meaning="""How the server's log on stderr is written: a JSON object a line, or text for people. `auto` is
            text on a terminal and with the demo, else JSON.""",
        ),
    ]
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Setting(
            name="TROTH_LOG_LEVEL",
            read=choice("debug", "info", "warning", "error"),
            default="info",
            meaning="""The least that is written. No level writes personal data; `warning` leaves out the line that each
            request has.""",
        ),
    ]
    metrics_token: Annotated[
        str,
        Setting(
            name="TROTH_METRICS_TOKEN",
            read=token,
            unset="`/metrics` answers this machine alone, asked for as `localhost`, `127.0.0.1` or `[::1]`",
            meaning="""At least 16 characters. Who reads `/metrics` sends it as `Authorization: Bearer ...`; to all
            others there is no such page. Set one wherever a proxy runs on the same machine: one that adds no header of
            its own and writes its own address into `Host` can't be told from the machine itself.""",
        ),
    ]
    drain: Annotated[
        int,
        Setting(
            name="TROTH_DRAIN",
            read=number(0, 300),
            default="1",
            meaning="""Seconds for which a server that was told to stop goes on serving, while `/health` answers 503.
            Give it more than what divides the requests takes to notice by `/health`: its interval times the failures
            it waits for.""",
        ),
    ]
    limits: Limits
    role: Role = "all"  # which part of Troth this process is

    def has(self, part: Part) -> bool:
        """Whether this process runs that part."""
        return self.role in ("all", part)

    @property
    def mail_dir(self) -> Path:
        return self.var / "mail"

    @property
    def search_folder(self) -> Path:
        """Where the search index lies, on SQLite."""
        return self.var / "search"

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, so that no two uses share a key."""
        return hmac.digest(self.secret_key, b"troth " + purpose.encode(), hashlib.sha256)

    @property
    def backup_secret(self) -> bytes:
        """What backups are sealed with, 32 bytes."""
        return hmac.digest(self.backup_key or self.secret_key, b"troth backup", hashlib.sha256)

    @property
    def hosts(self) -> list[str]:
        """The Host headers that are answered, as Django's ALLOWED_HOSTS writes them."""
        own = urlsplit(self.base_url).hostname or "localhost"
        return list(dict.fromkeys([own, *(["localhost", "127.0.0.1", "[::1]"] if self.local or self.demo else [])]))

    @property
    def local(self) -> bool:
        """Whether only this machine reaches Troth: somebody tries it out."""
        return (urlsplit(self.base_url).hostname or "localhost") in LOCAL

    @property
    def secure(self) -> bool:
        """Whether people reach Troth by https."""
        return self.base_url.startswith("https:")


# field of Config -> its setting, in the order in which they are read
DECLARED: dict[str, Setting] = {
    field: one
    for field, hint in get_type_hints(Config, include_extras=True).items()
    for one in getattr(hint, "__metadata__", ())
    if isinstance(one, Setting)
}
