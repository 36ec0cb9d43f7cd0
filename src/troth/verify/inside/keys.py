"""The keys that seal a talk, and where their bytes lie."""

from pathlib import Path
from uuid import UUID


def of_stream(stream: str) -> list[int]:
    """The numbers of the keys that were taken for a talk and are not destroyed: those of the table, whoever asks."""
    from django.db import connection

    at = UUID(stream).bytes if connection.vendor == "sqlite" else UUID(stream)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM log_key WHERE stream = %s", [at])
        return alive([int(row[0]) for row in cursor.fetchall()])


def alive(keys: list[int]) -> list[int]:
    """Those of them that still open something."""
    import troth.log

    return [one for one in keys if troth.log.current().keyring.key(one) is not None]


def bytes_of(stream: str) -> list[str]:
    """Those keys themselves, in hex; from the server's memory, where alone they lie open."""
    import troth.log

    keyring = troth.log.current().keyring
    return [keyring._raw[one].hex() for one in of_stream(stream) if one in keyring._raw]


def lie_in(keys: list[str]) -> list[str]:
    """The files of the lab that hold one of these, as bytes or as hex."""
    from troth.kernel import config

    forms = [form for key in keys for form in (bytes.fromhex(key), key.encode())]
    held = []
    for path in sorted(Path(config.current().var).rglob("*")):
        if path.is_file() and any(form in path.read_bytes() for form in forms):
            held.append(path.name)
    return held
