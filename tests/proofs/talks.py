"""A talk with its proof, and the forger's tools: all that can be done without the key, and what can be with it."""

import base64
import copy
import hmac
from typing import Any
from uuid import UUID

from tests.cast import Agent, Cast, Guest
from tests.conversations.talk import join, opened, say
from troth.kernel.ids import new_id
from troth.proofs import sign
from troth.proofs.sign import base64_of
from troth.proofs.verify import Key, canonical, commit, digest, entry_of, tree

type File = dict[str, Any]


def talked(cast: Cast) -> UUID:
    """Opened, a form, three messages and a note between."""
    talk = opened(cast.vi, "Is the blue one in stock?")
    join(cast.ada, talk)
    say(cast.ada, talk, "It is, in two sizes")
    noted = cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text="They asked last week too")
    assert noted.status == 201, noted
    say(cast.vi, talk, "Then the large one, please")
    return talk


def transcript(who: Agent | Guest, talk: UUID) -> File:
    answer = who.api.get(f"/conversations/{talk}/transcript")
    assert answer.status == 200, answer
    return dict(answer.body)


def key() -> Key:
    return Key.of(sign.verifier_key())


def entry(file: File, text: str) -> dict[str, Any]:
    """That in which this was said."""
    return next(one for one in file["entries"] if text in one.get("body", ""))


def numbered(file: File, seq: int) -> dict[str, Any]:
    return next(one for one in file["entries"] if one["seq"] == seq)


def with_key(file: File, text: str, instead: str) -> File:
    """As whoever has the installation's key would forge it: all of it made anew, and signed."""
    forged = copy.deepcopy(file)
    one = entry(forged, text)
    one["body"] = one["body"].replace(text, instead)
    place = UUID(file["workspace"]).bytes + UUID(file["stream"]).bytes
    origin = file["checkpoint"].split("\n", 1)[0]
    before, leaves = bytes(32), []
    for one in forged["entries"]:
        made = commit(raw(one["salt"]), place, one["seq"], before, one["body"].encode())
        one["before"], one["commitment"] = base64_of(before), base64_of(made)
        leaf = digest(b"\x00", made, hmac.digest(raw(one["mask"]), canonical(one["envelope"]), "sha256"))
        one["signature"] = base64_of(sign.sign(entry_of(origin, one["seq"], leaf)))
        leaves.append(leaf)
        before = made
    lines = file["checkpoint"].rpartition("\n\n")[0].split("\n")
    lines[2] = base64_of(tree(leaves))
    forged["checkpoint"] = sign.note("".join(f"{line}\n" for line in lines))
    if "log" in forged:
        from tests.proofs.logs import with_log

        with_log(forged, leaves)
    return forged


def raw(text: str) -> bytes:
    return base64.b64decode(text)
