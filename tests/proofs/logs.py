"""The log of a workspace in tests: as everybody gets it, and as whoever has the installation's key would forge it."""

from typing import Any

from django.test import Client

import troth.log
from tests.cast import Cast
from tests.conversations import reading
from tests.proofs.talks import File, raw
from troth.proofs import sign
from troth.proofs.checkpoint import newest
from troth.proofs.growing import address_of
from troth.proofs.sign import base64_of
from troth.proofs.verify import STONE, Checkpoint, _nodes, digest, peaks, root_of

__all__ = ["catch_up", "published", "signed", "with_log"]


def published(cast: Cast, place: str = "") -> Any:
    return Client(headers={"host": "localhost"}).get(f"/.well-known/troth-log/{address_of(cast.bikes.id)}{place}")


def catch_up() -> None:
    reading.catch_up(troth.log.current())


def signed(cast: Cast) -> str:
    """The checkpoint of now, of all that was said."""
    catch_up()
    assert newest(cast.bikes.id) is not None
    answer = published(cast)
    assert answer.status_code == 200
    return str(answer.content.decode())


def with_log(forged: File, leaves: list[bytes]) -> None:
    """The log made anew around forged entries, in the places of the true ones, and signed."""
    log = forged["log"]
    text = log["checkpoint"].rpartition("\n\n")[0]
    lines = text.split("\n")
    size = int(lines[1])
    there = {entry["index"]: leaf for entry, leaf in zip(forged["entries"], leaves, strict=True) if "index" in entry}
    there |= {one["index"]: digest(STONE, *(leaves[seq - 1] for seq in one["of"])) for one in log["tombstones"]}
    nodes = _nodes(there, {(h, n): raw(one) for h, n, one in log["around"]}, size)
    hashes = [nodes[peak] for peak in peaks(size)]
    lines[2] = base64_of(root_of(hashes))
    lines[-1] = f"tree {','.join(map(base64_of, hashes))}"
    log["checkpoint"] = sign.note("".join(f"{line}\n" for line in lines))


def checkpoint(note: str) -> Checkpoint:
    from tests.proofs.talks import key

    return Checkpoint.of(note, key())
