"""Backups, as the operator's command makes them, and what they hold for who has the secret."""

from pathlib import Path

from troth.verify.scan import in_bytes


def make(folder: str, keys: str) -> None:
    """A new one: rows, files and tombstones in one folder, keys in the other."""
    from troth.kernel import config
    from troth.upkeep.backup import backup

    backup(config.current(), Path(folder), Path(keys))


def hold(path: str, kind: str, words: list[str], keys: list[str]) -> list[str]:
    """Which of these words and keys (in hex) are in one of its files, opened with the secret."""
    from troth.kernel import config
    from troth.upkeep.container import SealedReader
    from troth.upkeep.records import Reader

    held: set[str] = set()
    with SealedReader(Path(path), config.current(), kind) as sealed:  # type: ignore[arg-type]
        for section in Reader(sealed).sections():
            data = b"".join(section.data())
            held |= in_bytes(words, data) | {key for key in keys if bytes.fromhex(key) in data or key.encode() in data}
    return sorted(held)


def kept_for(days: int) -> int:
    """How long the operator says that backups are kept, from here on; what was said before."""
    from msgspec.structs import replace

    from troth.kernel import config

    settings = config.current()
    config.use(replace(settings, backup_days=days))
    return settings.backup_days
