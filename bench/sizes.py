"""What a website's visitor downloads: the loader before any click, the panel after it. As served, by brotli 11."""

import re
import urllib.parse
import urllib.request

import brotli

from .figure import Figure
from .served import served


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body


async def measure(database_url: str | None, quick: bool, only: set[str]) -> list[Figure]:
    """The loader; the panel's page with all scripts and styles it names, also those that its scripts import first."""
    with served(None) as server:
        server.start()
        key = server.demo["site_key"]
        loader = _get(f"{server.url}/w/{key}.js")
        page = f"{server.url}/w/{key}/panel"
        parts = {"page": _get(page)}
        names = re.findall(rb'(?:src|href)="([^"]+\.(?:js|mjs|css)[^"]*)"', parts["page"])
        for name in dict.fromkeys(names):
            parts[name.decode()] = _get(urllib.parse.urljoin(page, name.decode()))
    packed = {name.rsplit("/", 1)[-1]: len(brotli.compress(body)) for name, body in parts.items()}
    return [
        Figure("loader_brotli_bytes", len(brotli.compress(loader)), "bytes", {"raw_bytes": len(loader)}),
        Figure("panel_brotli_bytes", sum(packed.values()), "bytes", {"parts": packed}),
    ]
