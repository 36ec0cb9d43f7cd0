"""`./dev faults`: a storm, and one line of JSON.

./dev faults --minutes 10 --seed 1 --database postgres
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import msgspec

from .storm import BAR, storm
from .weather import KINDS
from .world import NoPostgres


def main() -> int:
    words = argparse.ArgumentParser(
        prog="./dev faults", description="A storm under load; nothing acknowledged is lost."
    )
    words.add_argument("--minutes", type=float, default=1.0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--only", action="append", choices=list(KINDS), help="faults of this kind; repeatable")
    words.add_argument("--keep", action="store_true", help="keep the diary and the logs also when all is well")
    asked = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="troth-faults-"))
    good = False
    try:
        report = asyncio.run(storm(asked.database, asked.minutes, asked.seed, folder, only=asked.only))
        print(msgspec.json.encode(report).decode(), flush=True)
        good = report.holds(BAR)
    except NoPostgres:
        print("./dev faults: PostgreSQL is not installed here: apt-get install postgresql", file=sys.stderr)
        return 2
    finally:
        if good and not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"· the diary and the logs are in {folder}", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
