"""Verbs beside the talk: an agent joins and leaves the conversations that are talked in, each a Django transaction with
its event (`with log.unit():`), one every 20 ms; once a second one of them stays open for 30 ms, its stream locked.

A process of its own, as a web is one: `python -m bench.verbs` reads the conversations (one line of JSON), says that it
is ready, and then at each line SECONDS does so for that long and tells how long the units took.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from troth.kernel import config
from troth.kernel.ids import new_id
from troth.project.prepare import django_ready

from .figure import share

EVERY, HOLD, HOLD_EVERY = 0.020, 0.030, 50  # s, s, units


def main() -> None:
    settings = config.load(os.environ)
    django_ready(settings)
    from troth import log
    from troth.accounts.asker import PersonAsker
    from troth.accounts.models import Person
    from troth.conversations import rights
    from troth.conversations.join import join
    from troth.conversations.leave import leave
    from troth.project.transactions import DjangoTransactions

    class Held(DjangoTransactions):
        """hold: s before the next COMMIT."""

        hold = 0.0

        @contextmanager
        def atomic(self) -> Iterator[None]:
            with super().atomic():
                yield
                time.sleep(self.hold)

    streams = [UUID(stream) for stream in json.loads(sys.stdin.readline())]
    logging.getLogger("troth.log.gate").setLevel(logging.ERROR)  # which complains of those that stay open
    transactions = Held()
    opened = log.open_log(settings, rights, transactions)
    try:
        ada = PersonAsker(Person.objects.get(email="ada@demo.example").id)
        units = 0

        def one() -> float:
            """Its s."""
            nonlocal units
            verb, stream = (join, leave)[units % 2], streams[units // 2 % len(streams)]
            transactions.hold = HOLD if units % HOLD_EVERY == HOLD_EVERY - 1 else 0.0
            began = time.perf_counter()
            verb(ada, stream, new_id())
            units += 1
            return time.perf_counter() - began

        for _ in range(HOLD_EVERY):  # warm
            one()
        print("ready", flush=True)
        for line in sys.stdin:
            began, seconds = time.perf_counter(), float(line)
            took: list[float] = []
            while (due := began + len(took) * EVERY) < began + seconds:
                time.sleep(max(0.0, due - time.perf_counter()))
                took.append(one())
            lasted = time.perf_counter() - began
            told = {"units_per_s": round(len(took) / lasted, 1), "unit_p50_ms": share(took, 0.5)}
            print(json.dumps({**told, "unit_p99_ms": share(took, 0.99)}), flush=True)
    finally:
        opened.close()


if __name__ == "__main__":
    main()
