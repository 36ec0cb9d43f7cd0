"""Tombstones: which keys were destroyed. A restored keyring destroys them again before anything is served."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from troth.kernel.config import Config
from troth.vault import Keyring
from troth.vault.copying import RESTORED, copy_of

from .backup import ERASED, write_tombstones
from .container import SealedReader
from .records import Reader
from .refused import Refused, in_one_sentence

if TYPE_CHECKING:
    from troth.privacy.due import Stone

_log = logging.getLogger(__name__)

type Stones = dict[int, int]  # key id: when, ms since 1970

_decode = msgspec.msgpack.Decoder(list[tuple[int, int]]).decode
_decode_erased = msgspec.msgpack.Decoder(list[tuple[str, bytes]]).decode


def read_tombstones(config: Config, path: Path) -> Stones:
    """Raises Refused."""
    return _read(config, path)[0]


def read_erased(config: Config, path: Path) -> "list[Stone]":
    """Who was erased, as keyed hashes. Raises Refused."""
    return _read(config, path)[1]


def _read(config: Config, path: Path) -> "tuple[Stones, list[Stone]]":
    stones: Stones = {}
    erased: list[Stone] = []
    with SealedReader(path, config, "tombstones") as sealed:
        for found in Reader(sealed).sections():
            if found.about.name == ERASED:
                for data in found.data():
                    erased += _decode_erased(data)
                continue
            for data in found.data():
                stones.update(_decode(data))
            if len(stones) != found.rows:
                raise Refused(f"{path} holds {len(stones)} tombstones, not {found.rows}.")
    return stones, erased


def keep_outside(config: Config, keyring: Keyring) -> None:
    """From now on the file TROTH_TOMBSTONES names every destroyed key before an erasure is answered. Raises Refused
    when it can't be written now, or names keys that are not destroyed here: this is an older installation, or a new
    one, and the list must not be lost to it."""
    path = config.tombstones
    if path is None:
        return
    if path.exists():
        own = {key_id for rows in copy_of(config.keyring).tombstones() for key_id, _ in rows}
        if unknown := read_tombstones(config, path).keys() - own:
            raise Refused(
                f"{path} (TROTH_TOMBSTONES) names {len(unknown)} destroyed keys that are not destroyed here: it is of a"
                " newer state than this. Apply them by `troth restore --tombstones`, or name another file."
            )
    with in_one_sentence(f"TROTH_TOMBSTONES: {path} can't be written"):
        write_tombstones(config, path)
    behind = False

    def write() -> None:
        nonlocal behind
        behind = True
        write_tombstones(config, path)
        behind = False

    def heard(gone: list[int]) -> None:
        """In whatever process they were destroyed; who destroyed them waits for the list below."""
        if gone:
            try:
                write()
            except OSError:
                _log.exception("TROTH_TOMBSTONES: %s can't be written", path)

    keyring.on_destroyed(heard)
    keyring.before_answers(lambda: write() if behind else None)


def give_tombstones(config: Config, path: Path) -> int:
    """Apply the newest tombstones to what is there; from then on it may be served. Returns how many keys of it they
    destroyed. Raises Refused when they are older than what was restored."""
    with in_one_sentence("The tombstones were not applied"):
        ring = copy_of(config.keyring)
        if not ring.there():
            raise Refused(f"There is no keyring ({ring.where}). Restore the backup first.")
        wanted = ring.facts().get(RESTORED)
        if wanted is not None and wanted < 0:
            raise Refused("A restore was cut off here. Run it again first; it begins anew.")
        stones = read_tombstones(config, path)
        if wanted is not None and len(stones) < wanted:
            raise Refused(
                f"{path} names {len(stones)} destroyed keys, and when the backup was made there were {wanted}."
                " Give the newest tombstones there are."
            )
        if erased := read_erased(config, path):
            from troth.privacy import due  # the doctor reads the list also where the settings are wrong

            due.note(erased)  # before it may be served, which erases them again first
        buried = ring.bury(stones.items())
        ring.settle()
        if wanted is not None:
            ring.forget_fact(RESTORED)
        return buried
