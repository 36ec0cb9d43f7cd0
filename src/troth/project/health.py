"""GET /health: whether this server can do its work, and what is broken if it can't."""

import asyncio
from typing import Any

from troth import __version__
from troth.kernel.ids import new_id
from troth.log import Log

PATIENCE = 2.0  # s for the database to answer


async def health(log: Log) -> tuple[bool, dict[str, Any]]:
    """(ok, body). `broken` names what is."""
    state = log.state
    try:
        async with asyncio.timeout(PATIENCE):
            await log.where(new_id())
        answers = True
    except Exception:
        answers = False
    broken = [] if answers else ["database"]
    if not state.scribe or state.failure:
        broken.append("scribe")
    readers: dict[str, dict[str, Any]] = {}
    for name, reader in state.readers.items():
        readers[name] = {"ok": reader.ok, "lag": reader.lag}
        if reader.parked:
            readers[name]["parked"] = reader.parked
        if not reader.ok:
            broken.append(f"reader {name}")
    body: dict[str, Any] = {
        "ok": not broken,
        "version": __version__,
        "database": {"kind": state.database, "ok": answers},
        "scribe": {"ok": "scribe" not in broken, "waiting": state.waiting},
        "readers": readers,
    }
    if broken:
        body["broken"] = broken
    return not broken, body
