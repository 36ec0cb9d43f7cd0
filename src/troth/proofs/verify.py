"""Verify a transcript of Troth, without Troth: this file needs Python 3.10 or newer and `cryptography`, nothing else.

    python verify.py FILE --key KEY [--against CHECKPOINT]

FILE: a transcript with its proof, JSON or HTML. KEY: the verifier key that the installation publishes, or a file that
holds it. CHECKPOINT: an earlier one of the talk or of its workspace, or a transcript that holds one. Each entry is told
as ok, ALTERED, MISSING, erased or withheld. It ends with 0 when nothing is altered or missing, with 1 when something
is, with 2 when that can't be told. docs/proofs.md says what is proven, and how: hashes are SHA-256, trees those of RFC
6962, a checkpoint is a signed note of C2SP with origin, size, root and further lines."""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

STONE = b"\x00troth erased\n"
OK, ALTERED, MISSING, ERASED, WITHHELD = "ok", "ALTERED", "MISSING", "erased", "withheld"
LATE = timedelta(minutes=5)  # in which what was written first may come into the log last
Nodes = dict[tuple[int, int], bytes]  # subtrees of the log by (height, number)
_PAGE = re.compile(r'<meta name="troth-page" content="([^"]*)">')
_EMBEDDED = re.compile(r'<script id="troth-transcript" type="application/json">(.*?)</script>', re.S)


class Unusable(Exception):
    """It can't be told: the file, the key or the checkpoint is not what it should be. The sentence says why."""


class Key(NamedTuple):
    name: str  # a verifier key reads name+id+key, as in C2SP signed-note
    id: bytes
    public: Ed25519PublicKey

    @classmethod
    def of(cls, text: str) -> "Key":
        try:
            name, number, key = (text.split() or [""])[0].split("+", 2)
            id_, raw = bytes.fromhex(number), base64.b64decode(key, validate=True)
            if raw[:1] != b"\x01" or id_ != digest(name.encode(), b"\n", raw)[:4]:
                raise ValueError
            return cls(name, id_, Ed25519PublicKey.from_public_bytes(raw[1:]))
        except ValueError:
            raise Unusable("This is no verifier key, name+8 digits+key, or a digit of it is wrong.") from None

    def signed(self, message: bytes, signature: bytes) -> bool:
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    more: dict[str, str]  # its further lines, by their first word

    @classmethod
    def of(cls, note: str, key: Key) -> "Checkpoint":
        """Raises Unusable where it is no checkpoint, or not signed with this key."""
        text, cut, signatures = note.rpartition("\n\n")
        lines = text.split("\n")
        try:
            more = {word: rest for word, _, rest in (line.partition(" ") for line in lines[3:])}
            found = cls(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True), more)
        except (ValueError, IndexError):
            raise Unusable("The checkpoint can't be read.") from None
        for line in signatures.splitlines() if cut else ():
            dash, _, rest = line.partition(" ")
            name, _, encoded = rest.rpartition(" ")
            raw = _bytes(encoded)
            if (dash, name, raw[:4]) == ("—", key.name, key.id) and key.signed(f"{text}\n".encode(), raw[4:]):
                return found
        raise Unusable("The checkpoint is not signed with this key: it was altered, or it is of another installation.")

    def numbers(self, word: str) -> list[int]:
        """`2,4-6` as 2, 4, 5, 6."""
        runs = [one.split("-") for one in self.more.get(word, "").split(",") if one]
        return [number for run in runs for number in range(int(run[0]), int(run[-1]) + 1)]


@dataclass
class Report:
    checkpoint: Checkpoint
    verdicts: list[tuple[int, str, str]]  # (seq, verdict, why) for each entry
    faults: list[str]  # of the whole

    @property
    def good(self) -> bool:
        return not self.faults and not any(verdict in (ALTERED, MISSING) for _, verdict, _ in self.verdicts)


def verify(transcript: dict[str, Any], key: Key, against: str | None = None) -> Report:
    """Raises Unusable."""
    try:
        workspace, stream = UUID(transcript["workspace"]), UUID(transcript["stream"])
        checkpoint, log = Checkpoint.of(transcript["checkpoint"], key), transcript.get("log")
        seqs = [int(entry["seq"]) for entry in transcript["entries"]]
        entries = dict(zip(seqs, transcript["entries"], strict=True))
        logged = {int(entries[seq]["index"]): seq for seq in checkpoint.numbers("logged") if seq in entries and log}
        stones = {int(stone["index"]): list(map(int, stone["of"])) for stone in log["tombstones"]} if log else {}
        around = {(int(h), int(n)): _bytes(one) for h, n, one in log["around"]} if log else {}
        of_all = Checkpoint.of(log["checkpoint"], key) if log else None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unusable("This is no transcript with a proof.") from None
    address, place = digest(b"troth log\n", workspace.bytes).hex()[:32], workspace.bytes + stream.bytes
    talk, everything = f"{key.name}/transcript/{workspace}/{stream}", f"{key.name}/log/{address}"
    if checkpoint.origin != talk or (of_all and of_all.origin != everything):
        raise Unusable("The checkpoint is of another talk or another workspace.")
    earlier = {note.origin: note for note in _notes(against or "", key)}
    if earlier and talk not in earlier and not (of_all and everything in earlier):
        raise Unusable("The checkpoint to compare with is of another talk or another workspace.")
    hidden = {seq: how for how in (ERASED, WITHHELD) for seq in checkpoint.numbers(how)}
    buried = {seq for some in stones.values() for seq in some} if log else set(hidden)
    faults = [] if seqs == sorted(set(seqs)) else ["The entries are not in their order."]
    report, leaves, before = Report(checkpoint, [], faults), dict[int, bytes](), bytes(32)
    if not log and "logged" in checkpoint.more:
        report.faults.append("What proves the entries' places in the workspace's log is missing.")
    for seq in range(1, checkpoint.size + 1):
        verdict, why, entry = MISSING, "it was signed, and is not in the file", entries.get(seq, {})
        if entry:
            verdict, why, leaves[seq] = _entry(entry, seq, place, talk, hidden.get(seq, ""), key)
        if verdict == OK and before and _bytes(entry.get("before")) != before:
            verdict, why = ALTERED, "it does not follow the entry before it"
        if verdict == ERASED and seq not in buried:
            verdict, why = MISSING, "its words are gone, and no tombstone in the workspace's log stands for them"
        report.verdicts.append((seq, verdict, why))
        before = b"" if verdict in (ALTERED, MISSING) else _bytes(entry.get("commitment"))
    added = sorted({*seqs} - {*range(1, checkpoint.size + 1)})
    report.verdicts.extend((seq, ALTERED, "it was added: nobody signed it") for seq in added)
    if report.good and tree(list(leaves.values())) != checkpoint.root:
        report.faults.append("The entries together are not what was signed.")
    if then := earlier.get(talk):
        if then.size > checkpoint.size:
            report.faults.append(f"There were {then.size} entries before: the last are missing.")
        elif len(leaves) == checkpoint.size and tree(list(leaves.values())[: then.size]) != then.root:
            report.faults.append(f"The chain was replaced: the first {then.size} entries are not those of before.")
        gone = sorted({*then.numbers(ERASED)} - {*checkpoint.numbers(ERASED)})
        report.faults.extend(f"Entry {seq} was erased before, and has words again." for seq in gone)
    if of_all and report.good:
        there = {index: leaves[seq] for index, seq in logged.items()}
        there |= {index: digest(STONE, *(leaves[seq] for seq in of if seq in leaves)) for index, of in stones.items()}
        nodes = _nodes(there, around, of_all.size)
        own = len(there) == len(checkpoint.numbers("logged")) + len(stones) and all(at < of_all.size for at in there)
        if not own or root_of([nodes.get(peak, b"") for peak in peaks(of_all.size)]) != of_all.root:
            report.faults.append("The workspace's log has something else in the places of these entries.")
        if past := earlier.get(everything):
            since = [entries[seq] for index, seq in logged.items() if index >= past.size and seq not in hidden]
            _log_against(report, of_all, nodes, past, [(one["seq"], one["envelope"]["at"]) for one in since])
    return report


def _entry(entry: dict[str, Any], seq: int, place: bytes, origin: str, hidden: str, key: Key) -> tuple[str, str, bytes]:
    commitment, envelope = _bytes(entry.get("commitment")), _bytes(entry.get("sealed"))
    if not hidden:
        envelope = hmac.digest(_bytes(entry.get("mask")), canonical(entry.get("envelope")), "sha256")
    leaf = digest(b"\x00", commitment, envelope)
    if not key.signed(entry_of(origin, seq, leaf), _bytes(entry.get("signature"))):
        return ALTERED, "it is not as it was signed", leaf
    if hidden:
        return (ALTERED, "words were put in its place", leaf) if {"body", "envelope"} & {*entry} else (hidden, "", leaf)
    body, before = entry.get("body"), _bytes(entry.get("before"))
    if not isinstance(body, str):
        return MISSING, "its words are not in the file, and nobody erased them", leaf
    if commit(_bytes(entry.get("salt")), place, seq, before, body.encode()) != commitment:
        return ALTERED, "its words are not those that were signed", leaf
    return OK, "", leaf


def _nodes(there: dict[int, bytes], around: Nodes, size: int) -> Nodes:
    above = {(height, index >> height) for index in there for height in range(size.bit_length())}
    known = {at: one for at, one in around.items() if at not in above}
    level = {(0, index): leaf for index, leaf in there.items()}
    while level:
        known |= level
        both = {(h + 1, n >> 1) for h, n in level if (h, n ^ 1) in known}
        level = {(h, n): digest(b"\x01", known[h - 1, 2 * n], known[h - 1, 2 * n + 1]) for h, n in both}
    return known


def _log_against(report: Report, now: Checkpoint, nodes: Nodes, earlier: Checkpoint, said: list[Any]) -> None:
    trees = dict(zip(peaks(earlier.size), map(_bytes, earlier.more.get("tree", "").split(",")), strict=False))
    until = earlier.more.get("through", "")
    if not until or root_of(list(trees.values())) != earlier.root:
        raise Unusable("The checkpoint to compare with does not hold the tree that it speaks of.")
    if earlier.size > now.size or any(nodes.get(at, one) != one for at, one in trees.items()):
        lost = {*now.numbers("restored")} - {*earlier.numbers("restored")}
        why = f"a backup was restored, of when there were {max(lost)}" if lost else "it was cut, or its chain replaced"
        report.faults.append(f"The workspace's log does not go on from the {earlier.size} entries of before: {why}.")
    for seq, at in said:
        if datetime.fromisoformat(at) < datetime.fromisoformat(until) - LATE:
            report.faults.append(f"Entry {seq} is said to be older than that checkpoint, which has it not.")


def canonical(envelope: object) -> bytes:
    return json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commit(salt: bytes, place: bytes, seq: int, before: bytes, body: bytes) -> bytes:
    return hmac.digest(salt, b"%b%d|%b%b" % (place, seq, before, body), "sha256")


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def entry_of(origin: str, seq: int, leaf: bytes) -> bytes:
    return b"troth entry\n%b\n%d\n%b" % (origin.encode(), seq, leaf)


def peaks(size: int) -> list[tuple[int, int]]:
    """The whole subtrees that a tree of this size is made of, the largest first."""
    return [(h, (size >> h) - 1) for h in reversed(range(size.bit_length())) if size >> h & 1]


def root_of(some: list[bytes]) -> bytes:
    return digest(b"\x01", some[0], root_of(some[1:])) if len(some) > 1 else some[0] if some else digest()


def tree(leaves: list[bytes]) -> bytes:
    half = 1 << (len(leaves) - 1).bit_length() >> 1
    return digest(b"\x01", tree(leaves[:half]), tree(leaves[half:])) if len(leaves) > 1 else root_of(leaves)


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return b""


def _notes(text: str, key: Key) -> list[Checkpoint]:
    found: dict[str, Any] = read(text) if text.lstrip()[:1] in ("{", "<") else {"checkpoint": text}
    return [Checkpoint.of(str(one["checkpoint"]), key) for one in (found, found.get("log")) if text and one]


def read(text: str) -> dict[str, Any]:
    """A transcript out of JSON, or out of a page that carries it. Raises Unusable."""
    embedded = _EMBEDDED.search(text)
    try:
        found = json.loads(embedded[1] if embedded else text)
        if found["troth"] == "transcript 1" and "checkpoint" in found:
            return dict(found)
    except (ValueError, TypeError, KeyError):
        pass
    raise Unusable("This is no transcript with a proof, or one of a version that this program does not know.")


def page_of(text: str) -> tuple[bytes, bytes]:
    found = _PAGE.search(text)
    bare = _PAGE.sub('<meta name="troth-page" content="">', text, count=1)
    return b"troth page\n" + digest(bare.encode()), _bytes(found[1] if found else "")


def text_of(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} can't be read: {error}.") from None


def main(argv: list[str] | None = None) -> int:
    words = argparse.ArgumentParser(description="Verify a transcript of Troth against its proof.")
    words.add_argument("file", help="the transcript, JSON or HTML")
    words.add_argument("--key", required=True, help="the verifier key, or a file that holds it")
    words.add_argument("--against", metavar="CHECKPOINT", help="an earlier checkpoint, or a transcript that holds one")
    given = words.parse_args(argv)
    try:
        key, text = Key.of(given.key if "+" in given.key else text_of(given.key)), text_of(given.file)
        report = verify(read(text), key, text_of(given.against) if given.against else None)
        if text.lstrip()[:1] == "<" and not key.signed(*page_of(text)):
            report.faults.append("The page shows something else than it did when it was signed.")
    except Unusable as error:
        print(f"can't be told: {error}", file=sys.stderr)
        return 2
    for seq, verdict, why in report.verdicts:
        print(f"{seq:>6}  {verdict}{why and f': {why}'}")
    for fault in report.faults:
        print(f"ALTERED: {fault}")
    size, logged = report.checkpoint.size, len(report.checkpoint.numbers("logged"))
    said = "Nothing is altered or missing" if report.good else "THIS IS NOT WHAT WAS SIGNED"
    print(f"{said}: {size} entries, {logged} in the workspace's log, {report.checkpoint.more.get('at', '')}")
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
