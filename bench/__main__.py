"""Measure, and print one line of JSON per figure.

python -m bench [--only NAME ...] [--quick] [--store DIR] [--minutes N]

On SQLite; on PostgreSQL when DATABASE_URL is set.
"""

import argparse
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import uvloop

from . import (
    beside,
    gateways,
    growth,
    guards,
    idle,
    messages,
    reconnect,
    recovery,
    restore,
    sealing,
    sizes,
    soak,
    start,
    units,
)  # fmt: skip
from .figure import Figure
from .machine import LOAD_CORE, core_speed, pin
from .plain import plain

type Measure = Callable[[str | None, bool, set[str]], Coroutine[Any, Any, list[Figure]]]

FIGURES: dict[str, Measure] = {
    "delivered_per_s": messages.measure,
    "p99_ms_at_1000_per_s": messages.measure,
    "idle_visitor_kib": idle.measure,
    "loader_brotli_bytes": sizes.measure,
    "panel_brotli_bytes": sizes.measure,
    "start_s": start.measure,
    "restore_million_s": restore.measure,
    "sealed_over_unsealed": sealing.measure,
    guards.NAME: guards.measure,
    "message_cost_ratio": growth.measure,
    "p99_ms_over_millions": growth.measure,
    "inbox_p95_ms": growth.measure,
    "history_p95_ms": growth.measure,
    "live_inbox_p95_ms": growth.measure,
    "search_p95_ms": growth.measure,
    "reconnect_10000_s": reconnect.measure,
    "p99_ms_beside_pages": beside.measure,
    "p99_ms_beside_idle": beside.measure,
    "soak_growth_percent": soak.measure,
    "gateways_delivered_per_s": gateways.measure,
    "gateways_p99_ms_at_1000_per_s": gateways.measure,
    "gateways_p99_ms_beside_units": units.measure,
    "sequencer_recovery_s": recovery.measure,
}


def main() -> int:
    words = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n\n", maxsplit=1)[0])
    words.add_argument("--only", action="append", choices=FIGURES, help="only this figure; may be repeated")
    words.add_argument("--quick", action="store_true", help="short runs: whether it works, not how fast it is")
    words.add_argument("--store", type=Path, metavar="DIR", help="keep the large store there, to be used again")
    words.add_argument("--minutes", type=float, metavar="N", help=f"how long to soak, instead of {soak.MINUTES:.0f}")
    options = words.parse_args()
    growth.kept = options.store and options.store.resolve()
    soak.minutes = options.minutes
    wanted = set(options.only or FIGURES)
    pin(LOAD_CORE)
    failed = False
    for measure in dict.fromkeys(FIGURES[name] for name in FIGURES if name in wanted):
        machine = {"core_speed": core_speed(), **plain()}
        try:
            figures = uvloop.run(measure(os.environ.get("DATABASE_URL") or None, options.quick, wanted))
        except Exception as error:
            print(f"bench: {measure.__module__}: {error!r}", file=sys.stderr)
            failed = True
            continue
        for figure in figures:
            if figure.name in wanted:
                figure.context.update(machine)
                if options.quick:
                    figure.context["quick"] = True
                print(figure.line(), flush=True)
    return 1 if failed else 0


sys.exit(main())
