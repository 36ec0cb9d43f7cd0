"""The secret of the installation: given, or made once and kept."""

import os
import secrets
from pathlib import Path

from .setting import ConfigError, Given

SHORTEST = 32  # characters
SHORTEST_TOKEN = 16


def secret_key(given: Given) -> bytes:
    return _long_enough(given, given.text or _own_secret(given.var / "secret"))


def backup_key(given: Given) -> bytes:
    """Empty when none was given."""
    return _long_enough(given, given.text) if given.text else b""


def _long_enough(given: Given, text: str) -> bytes:
    if len(text) < SHORTEST:
        raise given.wrong(f"must have at least {SHORTEST} characters.")
    return text.encode()


def token(given: Given) -> str:
    """What others send to show that they may; "" when none was given."""
    text = given.text
    if text and not (len(text) >= SHORTEST_TOKEN and text.isascii() and text.isprintable() and " " not in text):
        raise given.wrong(f"must have at least {SHORTEST_TOKEN} characters, ASCII and without spaces.")
    return text


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
