"""Verify a transcript of Troth, without Troth: this file needs Python 3.10 or newer and `cryptography`, nothing else.

    python verify.py FILE --key KEY [--against CHECKPOINT]

FILE: a transcript with its proof, JSON or HTML. KEY: the verifier key that the installation publishes, or a file that
holds it. CHECKPOINT: an earlier one of the talk or of its workspace, or a transcript with one. Each entry is told as ok
and with its words, or as ALTERED, MISSING, erased or withheld. It ends with 0 when nothing is altered or missing, with
1 when something is, with 2 when that can't be told. docs/proofs.md tells how: hashes are SHA-256, trees those of RFC
6962, a checkpoint is a signed note of C2SP with origin, size, root and further lines."""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

STONE, ADDRESS = b"\x00troth erased\n", b"troth log\n"
OK, ALTERED, MISSING, ERASED, WITHHELD = "ok", "ALTERED", "MISSING", "erased", "withheld"
FILE = {"troth", "workspace", "stream", "number", "checkpoint", "entries", "log"}
LOG, STONES, EACH = {"checkpoint", "tombstones", "around"}, {"index", "of"}, {"seq", "commitment", "signature", "index"}
SHOWN, HIDDEN = EACH | {"envelope", "mask", "before", "salt", "body"}, EACH | {"sealed", "withheld"}
LATE = timedelta(minutes=5)  # in which what was written first may come into the log last
_BASE64 = re.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_SIGNED = re.compile(r"(?:— \S+ \S+\n)*— \S+ \S+\n?")
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
        with suppress(InvalidSignature):
            self.public.verify(signature, message)
            return True
        return False


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    more: dict[str, str]  # its further lines, by their first word

    @classmethod
    def of(cls, note: str, key: Key) -> "Checkpoint":
        text, _, signatures = note.rpartition("\n\n")
        for name, encoded in re.findall(r"— (\S+) (\S+)\n?", signatures) if _SIGNED.fullmatch(signatures) else ():
            raw = _bytes(encoded)
            if (name, raw[:4]) == (key.name, key.id) and key.signed(f"{text}\n".encode(), raw[4:]):
                origin, size, root, *lines = text.split("\n")
                return cls(origin, int(size), _bytes(root, 32), dict(line.partition(" ")[::2] for line in lines))
        raise Unusable("No checkpoint that is signed with this key: it was altered, or is of another installation.")

    def numbers(self, word: str) -> list[int]:  # `2,4-6` as 2, 4, 5, 6
        runs = [one.split("-") for one in self.more.get(word, "").split(",") if one]
        return [number for run in runs for number in range(int(run[0]), int(run[-1]) + 1)]


class Report(NamedTuple):
    checkpoint: Checkpoint
    verdicts: list[tuple[int, str, str]]  # (seq, verdict, why) for each entry
    faults: list[str]  # of the whole

    @property
    def good(self) -> bool:
        return not self.faults and not any(verdict in (ALTERED, MISSING) for _, verdict, _ in self.verdicts)


def verify(transcript: dict[str, Any], key: Key, against: str | None = None) -> Report:
    try:
        place = UUID(transcript["workspace"]).bytes + UUID(transcript["stream"]).bytes
        checkpoint, log = Checkpoint.of(transcript["checkpoint"], key), transcript.get("log")
        seqs = [_whole(entry["seq"]) for entry in transcript["entries"]]
        entries = dict(zip(seqs, transcript["entries"], strict=True))
        of_all = Checkpoint.of(log["checkpoint"], key) if log else None
        stones = _once([(_whole(one["index"]), [*map(_whole, one["of"])]) for one in log["tombstones"]]) if log else {}
        around = _once([((_whole(h), _whole(n)), _bytes(one, 32)) for h, n, one in log["around"]]) if log else {}
        held = read(str(against)) if (against or "").lstrip()[:1] in ("{", "<") else dict[str, Any](checkpoint=against)
        given = (held, held.get("log")) if against is not None else ()
        earlier = {note.origin: note for note in (Checkpoint.of(one["checkpoint"], key) for one in given if one)}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unusable("This is no transcript with a proof, or nothing to compare it with.") from None
    talk = f"{key.name}/transcript/{transcript['workspace']}/{transcript['stream']}"
    everything = f"{key.name}/log/{digest(ADDRESS, place[:16]).hex()[:32]}"
    fits = not given or talk in earlier or (of_all and everything in earlier)
    if checkpoint.origin != talk or (of_all and of_all.origin != everything) or not fits:
        raise Unusable("A checkpoint is of another talk or another workspace, or what to compare it with is left out.")
    hidden = {seq: how for how in (ERASED, WITHHELD) for seq in checkpoint.numbers(how)}
    buried = {seq for of in stones.values() for seq in of} if log else {*hidden}
    logged = {*checkpoint.numbers("logged")}
    more = {*transcript} - FILE or (log and ({*log} - LOG or any({*one} - STONES for one in log["tombstones"])))
    wrong = {
        "The entries are not in their order.": seqs != sorted({*seqs}),
        "There is more in the file than was signed.": more,
        "It has another number.": checkpoint.more.get("number") not in (None, json.dumps(transcript.get("number"))),
        "What proves the entries' places in the log is missing.": not log and "logged" in checkpoint.more,
        "A tombstone in the log stands for entries that are not erased.": buried - {*hidden},
    }
    report, leaves, before = Report(checkpoint, [], [one for one in wrong if wrong[one]]), dict[int, bytes](), bytes(32)
    for seq in range(1, checkpoint.size + 1):
        verdict, why, entry = MISSING, "it was signed, and is not in the file", entries.get(seq, {})
        if entry:
            verdict, why, leaves[seq] = _entry(entry, seq, place, talk, hidden.get(seq, ""), key)
        if verdict == OK and before and _bytes(entry["before"], 32) != before:
            verdict, why = ALTERED, "it does not follow the entry before it"
        if verdict == ERASED and seq not in buried:
            verdict, why = MISSING, "its words are gone, and no tombstone in the workspace's log stands for them"
        placed = type(entry.get("index")) is int and entry["index"] >= 0
        if entry and (not placed if seq in logged else "index" in entry):
            verdict, why = ALTERED, "its place in the workspace's log is not one that was signed"
        report.verdicts.append((seq, verdict, why))
        before = b"" if verdict in (ALTERED, MISSING) else _bytes(entry["commitment"], 32)
    report.verdicts.extend((seq, ALTERED, "it was added") for seq in sorted({*seqs} - {*range(1, checkpoint.size + 1)}))
    if report.good and tree([*leaves.values()]) != checkpoint.root:
        report.faults.append("The entries together are not what was signed.")
    if then := earlier.get(talk):
        if then.size > checkpoint.size:
            report.faults.append(f"There were {then.size} entries before: the last are missing.")
        elif len(leaves) == checkpoint.size and tree([*leaves.values()][: then.size]) != then.root:
            report.faults.append(f"The chain was replaced: the first {then.size} entries are not those of before.")
        back = {*then.numbers(ERASED)} - {*hidden}
        report.faults.extend(f"Entry {seq} was erased before, and has words again." for seq in sorted(back))
    if of_all and report.good:
        there = {entries[seq]["index"]: leaves[seq] for seq in logged}
        there |= {index: digest(STONE, *(leaves[seq] for seq in of)) for index, of in stones.items()}
        nodes = _nodes(there, around, of_all.size) if len(there) == len(logged) + len(stones) else {}
        if root_of([nodes.get(peak, b"") for peak in peaks(of_all.size)]) != of_all.root:
            report.faults.append("The workspace's log has something else in the places of these entries.")
        elif past := earlier.get(everything):
            since = [seq for seq in leaves if seq not in logged or entries[seq]["index"] >= past.size]
            said = {seq: entries[seq]["envelope"]["at"] for seq in since if seq not in hidden}
            _log_against(report, of_all, nodes, past, said)
    return report


def _entry(entry: dict[str, Any], seq: int, place: bytes, origin: str, hidden: str, key: Key) -> tuple[str, str, bytes]:
    commitment, envelope = _bytes(entry.get("commitment"), 32), _bytes(entry.get("sealed"), 32)
    if not hidden:
        envelope = hmac.digest(_bytes(entry.get("mask"), 16), canonical(entry.get("envelope")), "sha256")
    leaf = digest(b"\x00", commitment, envelope)
    if not key.signed(entry_of(origin, seq, leaf), _bytes(entry.get("signature"), 64)):
        return ALTERED, "it is not as it was signed", leaf
    if more := {*entry} - (HIDDEN if hidden else SHOWN):
        return ALTERED, f"there is more in it than was signed: {sorted(more)!a}", leaf
    if hidden:
        wrong = entry.get("withheld") is not (hidden == WITHHELD)
        return (ALTERED, f"it was signed as {hidden}", leaf) if wrong else (hidden, "", leaf)
    body, salt, before = entry.get("body"), _bytes(entry.get("salt"), 16), _bytes(entry.get("before"), 32)
    if not isinstance(body, str):
        return MISSING, "its words are not in the file, and nobody erased them", leaf
    if not (salt and before) or commit(salt, place, seq, before, body.encode(errors="surrogatepass")) != commitment:
        return ALTERED, "its words are not those that were signed", leaf
    return OK, f"{canonical(entry['envelope']).decode()} {body}", leaf


def _nodes(there: dict[int, bytes], around: dict[Any, bytes], size: int) -> dict[Any, bytes]:
    """By (height, number) what these leaves and what is around them make; nothing where that is not just enough."""
    above = {(height, index >> height) for index in there for height in range(size.bit_length())}
    beside = {(h, n ^ 1) for h, n in above if (n >> 1) + 1 << h + 1 <= size}
    if around.keys() != (beside | {*peaks(size)}) - above or any(not 0 <= index < size for index in there):
        return {}
    known, level = dict(around), {(0, index): leaf for index, leaf in there.items()}
    while level:
        known |= level
        both = {(h + 1, n >> 1) for h, n in level if (h, n ^ 1) in known}
        level = {(h, n): digest(b"\x01", known[h - 1, 2 * n], known[h - 1, 2 * n + 1]) for h, n in both}
    return known


def _log_against(
    report: Report, now: Checkpoint, nodes: dict[Any, bytes], then: Checkpoint, said: dict[int, str]
) -> None:
    hashes, until = [_bytes(one, 32) for one in then.more.get("tree", "").split(",")], then.more.get("through", "")
    if not until or root_of(hashes) != then.root or len(hashes) != len(peaks(then.size)):
        raise Unusable("The checkpoint to compare with does not hold the tree that it speaks of.")
    if then.size > now.size or any(nodes.get(at, one) != one for at, one in zip(peaks(then.size), hashes, strict=True)):
        lost = {*now.numbers("restored")} - {*then.numbers("restored")}
        why = f"a backup was restored, of when there were {max(lost)}" if lost else "it was cut, or its chain replaced"
        report.faults.append(f"The workspace's log does not go on from the {then.size} entries of before: {why}.")
    late = [seq for seq, at in said.items() if datetime.fromisoformat(at) < datetime.fromisoformat(until) - LATE]
    report.faults.extend(f"Entry {seq} is said to be older than that checkpoint, which has it not." for seq in late)


def canonical(envelope: object) -> bytes:
    return json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()


def commit(salt: bytes, place: bytes, seq: int, before: bytes, body: bytes) -> bytes:
    return hmac.digest(salt, b"%b%d|%b%b" % (place, seq, before, body), "sha256")


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def entry_of(origin: str, seq: int, leaf: bytes) -> bytes:
    return b"troth entry\n%b\n%d\n%b" % (origin.encode(), seq, leaf)


def peaks(size: int) -> list[tuple[int, int]]:  # the whole subtrees that a tree is made of, the largest first
    return [(h, (size >> h) - 1) for h in reversed(range(size.bit_length())) if size >> h & 1]


def root_of(some: list[bytes]) -> bytes:
    return digest(b"\x01", some[0], root_of(some[1:])) if len(some) > 1 else some[0] if some else digest()


def tree(leaves: list[bytes]) -> bytes:
    half = 1 << (len(leaves) - 1).bit_length() >> 1
    return digest(b"\x01", tree(leaves[:half]), tree(leaves[half:])) if len(leaves) > 1 else root_of(leaves)


def _bytes(text: Any, size: int | None = None) -> bytes:  # nothing where it is in no base64, or of another size
    raw = base64.b64decode(text) if isinstance(text, str) and _BASE64.fullmatch(text) else b""
    return raw if base64.b64encode(raw).decode() == text and size in (None, len(raw)) else b""


def _whole(number: Any) -> Any:
    return {int: number}[type(number)]  # KeyError of true, 1.0 and "1"


def _once(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError  # told twice: this program takes the one, and another one the other
    return found


def read(text: str) -> dict[str, Any]:
    """A transcript out of JSON, or out of a page that carries it. Raises Unusable."""
    embedded = None if text.lstrip()[:1] == "{" else _EMBEDDED.search(text)
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        found = json.loads(embedded[1] if embedded else text, object_pairs_hook=_once)
        if found["troth"] == "transcript 1" and "checkpoint" in found:
            return dict(found)
    raise Unusable("This is no transcript with a proof, or damaged, or says something twice, or of another version.")


def page_of(text: str) -> tuple[bytes, bytes]:
    found = _PAGE.search(text)
    bare = _PAGE.sub('<meta name="troth-page" content="">', text, count=1)
    return b"troth page\n" + digest(bare.encode()), _bytes(found[1] if found else "")


def main(argv: list[str] | None = None) -> int:
    words = argparse.ArgumentParser(description="Verify a transcript of Troth against its proof.")
    words.add_argument("file", help="the transcript, JSON or HTML")
    words.add_argument("--key", required=True, help="the verifier key, or a file that holds it")
    words.add_argument("--against", metavar="CHECKPOINT", help="an earlier checkpoint, or a transcript that holds one")
    given = words.parse_args(argv)
    try:
        text, *against = [Path(one).read_bytes().decode() for one in (given.file, given.against) if one is not None]
        key, page = Key.of(given.key if "+" in given.key else Path(given.key).read_text()), text.lstrip()[:1] != "{"
        report = verify(read(text), key, *against)
        if page and not key.signed(*page_of(text)):
            report.faults.append("The page shows something else than it did when it was signed.")
        if not page and given.file.lower().endswith(("htm", "html", "svg", "xml")):
            report.faults.append("It is data and named as a page, as which a browser would show anything.")
    except Exception as error:  # whatever it stumbles over is no proof
        print(f"can't be told: {error}", file=sys.stderr)
        return 2
    told = [f"{seq:>6}  {verdict}{why and f': {why}'}" for seq, verdict, why in report.verdicts]
    known = sys.stdout.encoding or "utf-8"  # it may not have those of all languages
    for line in told + [f"ALTERED: {fault}" for fault in report.faults]:
        print("".join(it if it.isprintable() and it.encode(known, "ignore") else ascii(it)[1:-1] for it in line))
    now, said = report.checkpoint, "Nothing is altered or missing" if report.good else "THIS IS NOT WHAT WAS SIGNED"
    print(f"{said}: {now.size} entries, {len(now.numbers('logged'))} in the workspace's log, {now.more.get('at', '')}")
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
