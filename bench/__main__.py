"""Measure, and print one line of JSON per figure.

python -m bench [--only NAME ...] [--quick]          SQLite; PostgreSQL when DATABASE_URL is set
"""

import argparse
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from . import idle, messages, sealing, sizes, start
from .figure import Figure
from .machine import LOAD_CORE, pin

type Measure = Callable[[str | None, bool, set[str]], Coroutine[Any, Any, list[Figure]]]

FIGURES: dict[str, Measure] = {
    "delivered_per_s": messages.measure,
    "p99_ms_at_1000_per_s": messages.measure,
    "idle_visitor_kib": idle.measure,
    "loader_brotli_bytes": sizes.measure,
    "panel_brotli_bytes": sizes.measure,
    "start_s": start.measure,
    "sealed_over_unsealed": sealing.measure,
}


def main() -> int:
    words = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n\n", maxsplit=1)[0])
    words.add_argument("--only", action="append", choices=FIGURES, help="only this figure; may be repeated")
    words.add_argument("--quick", action="store_true", help="short runs: whether it works, not how fast it is")
    options = words.parse_args()
    wanted = set(options.only or FIGURES)
    pin(LOAD_CORE)
    failed = False
    for measure in dict.fromkeys(FIGURES[name] for name in FIGURES if name in wanted):
        try:
            figures = uvloop.run(measure(os.environ.get("DATABASE_URL") or None, options.quick, wanted))
        except Exception as error:
            print(f"bench: {measure.__module__}: {error!r}", file=sys.stderr)
            failed = True
            continue
        for figure in figures:
            if figure.name in wanted:
                if options.quick:
                    figure.context["quick"] = True
                print(figure.line(), flush=True)
    return 1 if failed else 0


sys.exit(main())
