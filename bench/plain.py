"""The plainest server of messages: what a machine gives to this kind of work, beside which other figures can be read.

python -m bench.plain  # prints one line of JSON

A loop of additions stays in the processor; a chat server reads frames, seals, hashes, looks things up all over its
memory, writes rows, waits for the disk and sends. This does as much of each for one message as that can't be done
without, and nothing else: no rights, no order, no proofs, no readers. It is written once and never tuned.
"""

import json
import random
import socket
import sqlite3
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .machine import SERVER_CORE, pin

KNOWN = 300_000  # entries of the table that is looked into: more than a cache of the processor holds
LOOKS, ROWS, FRAMES_OUT = 10, 3, 3  # for each message
BATCH = 50  # messages for each commit
SECONDS = 2.0
ROOT = Path(__file__).parents[1]


def plain() -> dict[str, float]:
    """On the server's core, in a process of its own: `plain_per_s`, messages a second of its time on the processor;
    `commit_ms`, the median of how long the disk took for a batch."""
    command = [sys.executable, "-m", "bench.plain"]
    told: dict[str, float] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return told


def _serve(folder: str) -> dict[str, float]:
    store = sqlite3.connect(Path(folder, "plain.sqlite3"), isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, stream TEXT, body BLOB)")
    store.execute("CREATE INDEX event_stream ON event (stream, id)")
    known = {f"talk-{number}": [number] for number in range(KNOWN)}
    names = random.Random(0).choices(list(known), k=100_003)
    near, far = socket.socketpair()
    cipher, frame = AESGCM(b"k" * 32), msgspec.json.encode({"kind": "message", "text": "How do I reset it? " * 8})
    commits: list[float] = []
    done, busy, end = 0, time.process_time(), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        rows = []
        for _ in range(BATCH):
            near.send(frame)
            said = msgspec.json.decode(far.recv(4096))
            for look in range(LOOKS):
                known[names[(done * LOOKS + look) % len(names)]][0] += 1
            sealed = cipher.encrypt(done.to_bytes(12), said["text"].encode(), None)
            said["sha256"] = sha256(sealed).hexdigest()
            rows += [(names[done % len(names)], sealed)] * ROWS
            out = msgspec.json.encode(said)
            for _ in range(FRAMES_OUT):
                far.send(out)
            near.recv(4096)
            done += 1
        store.execute("BEGIN IMMEDIATE")
        store.executemany("INSERT INTO event (stream, body) VALUES (?, ?)", rows)
        began = time.perf_counter()
        store.execute("COMMIT")
        commits.append(time.perf_counter() - began)
    busy = time.process_time() - busy
    return {"plain_per_s": round(done / busy), "commit_ms": round(median(commits) * 1000, 2)}


if __name__ == "__main__":
    pin(SERVER_CORE)
    with TemporaryDirectory(prefix="troth-bench-") as folder:
        print(json.dumps(_serve(folder)))
