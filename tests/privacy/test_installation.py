"""As an operator and a privacy officer meet it: a server whose settings name a mail server on another machine."""

import asyncio
import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

from tests import forked
from tests.process import ROOT, Troth, troth
from tests.until import PATIENCE, until_async

HOST = "mail.away.test"


async def _health(server: Troth, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What /health says once it is so."""

    async def said() -> dict[str, Any] | None:
        body: dict[str, Any] = json.loads(await server.get("/health"))
        return body if is_so(body) else None

    return await until_async(said, server.tail, every=0.2)


def _refused(server: Troth) -> float:
    with urllib.request.urlopen(f"{server.shop}/metrics", timeout=PATIENCE) as answer:
        told = answer.read().decode()
    return float(re.findall(r'^troth_purpose_refused_total{door="egress"} (\S+)$', told, re.M)[0])


async def test_the_hosts_of_the_settings_are_in_the_register_and_end_when_somebody_ends_them() -> None:
    async with troth(TROTH_SMTP_URL=f"smtp://{HOST}:25") as server:
        body = json.loads(await server.get("/health"))
        assert "processors" not in body
        listed = await asyncio.to_thread(server.command, "processors")
        assert f"hosts {HOST}" in listed
        assert "added by the setting TROTH_SMTP_URL" in listed
        assert "to be said yet: country, policy" in listed
        id_ = listed.split()[0]
        about = ["--name", "Mail Ltd", "--country", "de", "--policy", "https://mail.away.test/privacy"]
        said = await asyncio.to_thread(server.command, "processors", "complete", id_, *about)
        assert "DE" in said
        assert "to be said yet" not in said
        await asyncio.to_thread(server.command, "processors", "end", id_)
        body = await _health(server, lambda body: "processors" in body)
        assert body["processors"] == {"ok": False, "refused": [HOST]}
        assert body["ok"] is True  # chats go on
        doctor = await asyncio.to_thread(forked.run, forked.troth, ["doctor"], server._env, ROOT)
        assert f"Nothing is sent to {HOST}" in doctor.out
        assert f"No mail is sent, by decision: the register of processors has {HOST} as ended" in doctor.out
        assert _refused(server) == 0  # no mail was due
        await server.stop()
        await server.start()  # the setting does not bring it back
        assert " ended " in await asyncio.to_thread(server.command, "processors")
        await _health(server, lambda body: "processors" in body)
        await asyncio.to_thread(server.command, "processors", "activate", id_)
        await _health(server, lambda body: "processors" not in body)
