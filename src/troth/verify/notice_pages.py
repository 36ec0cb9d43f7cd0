"""The notice of a play's site: published, read, and which version of it holds."""

import re
from collections import Counter
from html import unescape
from typing import Any

from .api import Answer
from .world import World

LANGUAGES = ("en", "ar")
MARKS = dict.fromkeys(map(ord, "\u2068\u2069\u200e\u200f\u00ad\u200b"))


def at(world: World) -> str:
    return f"{world.at_workspace}/privacy/sites/{world.site['id']}/notices"


def publish(world: World) -> dict[str, Any]:
    made: dict[str, Any] = world.api("owner").must("POST", at(world))
    return made


def read(world: World, more: str = "", language: str = "en") -> Answer:
    """more: of the path, after the site's key."""
    path = f"/privacy/{world.site['key']}{more}?lang={language}"
    return world.public.at("GET", path, headers={"Accept": "text/html"})


def moment(world: World) -> dict[str, Any]:
    """The numbers of the versions that are in force now: by rows, on the page in each language, for programs, in the
    chat. 0: none."""
    key = world.site["key"]
    programs = world.public.at("GET", f"/.well-known/privacy/{key}.json")
    chat = world.public.get(f"/sites/{key}/widget")["notice"] or {}
    rows = world.store.rows("privacy.Notice", site_id=world.site["id"], state="in_force")
    return {
        "rows": sorted(row["number"] for row in rows),
        **{one: number_of(read(world, language=one)) for one in LANGUAGES},
        "programs": programs["version"] if programs.status == 200 else 0,
        "chat": chat.get("number", 0),
    }


def alone(made: dict[str, Any]) -> dict[str, Any]:
    """What `moment` has to be while this version is in force."""
    number = made["number"]
    return {"rows": [number], **dict.fromkeys((*LANGUAGES, "programs", "chat"), number)}


def number_of(page: Answer) -> int:
    """The number that stands on it."""
    found = re.search(r"\d+", stamp(page.text))
    return int(found[0]) if found else 0


def told(world: World, made: dict[str, Any]) -> Counter[str]:
    """Address -> how many mails lead to this version."""
    page = f"/privacy/{world.site['key']}/versions/{made['number']}?"
    return Counter(one.to for one in world.mails() if page in one.text)


def section(page: str, name: str) -> str:
    """Its words."""
    found = re.search(rf'<section id="{name}">(.*?)</section>', page, re.S)
    return text(found[1]) if found else ""


def stamp(page: str) -> str:
    found = re.search(r'<p class="stamp">(.*?)</p>', page)
    return text(found[1]) if found else ""


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).translate(MARKS)).strip()
