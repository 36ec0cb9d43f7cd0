"""Which other hosts the operator's settings name. Databases are none: they are the installation itself."""

from typing import NamedTuple
from urllib.parse import urlsplit

from troth.kernel.config import Config


class Named(NamedTuple):
    """host: in small letters, as the register has it."""

    setting: str
    host: str
    function: str


def named(config: Config) -> list[Named]:
    found = []
    if config.smtp is not None:
        found.append(Named("TROTH_SMTP_URL", _plain(config.smtp.host), "sends the mail"))
    if config.files.kind == "s3":
        host = urlsplit(config.files.endpoint).hostname or ""
        found.append(Named("FILES_URL", _plain(host), "keeps the files, sealed"))
    return found


def _plain(host: str) -> str:
    return host.lower().rstrip(".")
