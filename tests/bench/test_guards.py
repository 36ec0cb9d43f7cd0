"""The server that the guards are measured against has none of them left, and yet delivers: else their cost would be
somebody else's."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from bench.served import ROOT, served
from tests.process import FOREIGN
from tests.until import PATIENCE
from troth.client import Visitor, body_of
from troth.client.forms import plausible
from troth.wire.events import Said

CARD = "4111 1111 1111 1111"

# Whoever took a guard from its module before it was put off still has it.
STILL_THERE = """
import importlib, os, pkgutil, sys
from bench.unguarded import take_off
taken = take_off()
import troth
from troth.kernel import config
from troth.project import prepare
settings = config.load(os.environ)
config.use(settings)
prepare.django_ready(settings)
for found in pkgutil.walk_packages(troth.__path__, "troth."):
    if not found.name.endswith("__main__") and ".migrations" not in found.name:
        importlib.import_module(found.name)
for name, module in sorted(sys.modules.items()):
    if name.startswith("troth"):
        for word, value in vars(module).items():
            if any(value is one for one in taken.values()):
                print(f"{name}.{word}")
"""


def test_no_room_keeps_a_guard_that_was_taken_off(tmp_path: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    env = {**inherited, "TROTH_VAR": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run([sys.executable, "-c", STILL_THERE], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, ""), told.stderr


def test_the_server_without_them_keeps_what_the_shipped_one_masks() -> None:
    with served(None, entry="bench.unguarded") as server:
        server.start()
        assert asyncio.run(_kept(server.url, server.demo["site_key"])) == CARD


async def _kept(url: str, site: str) -> str:
    """What becomes of the number of a card."""
    async with await Visitor.start(url, site, patience=PATIENCE) as visitor:
        talk = await visitor.open("Hello", fields=plausible(await visitor.widget(site)))
        await talk.say(CARD)
        async for event in talk.events():
            body = body_of(event)
            if isinstance(body, Said) and body.text != "Hello":
                return body.text
    raise AssertionError("it never came")
