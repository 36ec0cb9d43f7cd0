"""How a notice reads."""

import csv
import io
import re
from datetime import datetime
from typing import Any
from wsgiref.handlers import format_date_time

from troth.verify.notice_pages import MARKS, publish, section, stamp, text
from troth.verify.pdf_words import pages
from troth.verify.scenario import scenario
from troth.verify.world import World

LANGUAGES = {"en": "ltr", "ar": "rtl"}
MIDDLE, LONGEST = 20, 45  # words of a sentence
PAPER = 90.0  # s until it is drawn, by a process that lets all others go first
SCRIPT = re.compile(r"<script|\son\w+\s*=|javascript:", re.I)
BLOCK = re.compile(r"<(p|li|td|h1|h2|h3|dt|dd)\b[^>]*>(.*?)</\1>", re.S)


@scenario(
    "notice-render", needs=("clock", "inside"), parameters=("policy.law", "policy.forum", "policy.scope"),
)  # fmt: skip
def play(world: World) -> None:
    """A notice says what it is about, from when on and under which law, and can be read, on paper too."""
    world.promise()
    world.set_site(languages=list(LANGUAGES))
    key = world.site["key"]
    first = publish(world)
    before = world.public.at("GET", f"/privacy/{key}?lang=en")
    with world.check("scope_stated"):
        scope(world, before.text)
    with world.check("law_and_forum"):
        who = section(before.text, "who")
        for name, what in (("policy.law", "the law"), ("policy.forum", "the courts")):
            named = world.values.get(name)
            assert not named or str(named) in who, f"{what} of {named} is not printed"
        assert "the law of" in who or not world.values.get("policy.law"), "it does not say that this is its law"
        assert "courts of" in who or not world.values.get("policy.forum"), "it does not say that these are its courts"
    with world.check("pdf_same_words"):
        same_words(world, key)
    with world.check("plain_words"):
        plain(world, key)
    world.clock.forward(days=3)
    world.api("owner").must(
        "PUT", f"{world.at_workspace}/privacy/settings", time_zone="UTC", privacy_contact="privacy@shop.example"
    )
    second = publish(world)
    after = world.public.at("GET", f"/privacy/{key}?lang=en")
    with world.check("date_is_effective"):
        for made, seen in ((first, before), (second, after)):
            since = datetime.fromisoformat(made["in_force_at"])
            day = f"{since.day} {since:%B %Y}"
            assert day in stamp(seen.text), f"what counts from {day} on bears {stamp(seen.text)!r}"
            changed = seen.headers.get("Last-Modified", "")
            assert changed == format_date_time(since.timestamp()), f"Last-Modified is {changed!r}"
        tags = [before.headers.get("ETag", ""), after.headers.get("ETag", "")]
        assert all(tags), "a page has no ETag"
        assert tags[0] != tags[1], "the ETag is the same for another version"
        for tag, status in zip(tags, (200, 304), strict=True):
            again = world.public.at("GET", f"/privacy/{key}?lang=en", headers={"If-None-Match": tag})
            assert again.status == status, f"who has {tag} is answered {again.status}"


def scope(world: World, page: str) -> None:
    who = section(page, "who")
    for what in (world.site["name"], world.workspace["name"]):
        assert what in who, f"it does not name {what}"
    assert "the people who work for" in who, "it does not say that the team is not part of it"
    covers = world.values.get("policy.scope")
    assert not covers or str(covers) in who, f"it does not say that it is about {covers}"
    told = world.public.at("GET", f"/.well-known/privacy/{world.site['key']}.json")["content"]
    mixed = [one["purpose"] for one in told["why"] if one["purpose"] == "account"]
    mixed += [one["category"] for one in told["what"] if "account" in one["purposes"]]
    assert not mixed, f"among what is kept of visitors it tells of {', '.join(mixed)} of the team"
    number = world.api("owner").must("POST", f"{world.at_workspace}/privacy/records")["number"]
    table = world.api("owner").get(f"{world.at_workspace}/privacy/records/{number}", format="csv").text
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["purpose"] == "account"]
    assert any("person" in row["subjects"] for row in rows), "what is kept of the team is told nowhere"


def same_words(world: World, key: str) -> None:
    answer = world.until(lambda: got(world, f"/privacy/{key}/notice.pdf?lang=en"), "there is no PDF", PAPER)
    try:
        drawn = pages(answer.data)
    except ValueError as error:
        raise AssertionError(str(error)) from None
    paper = "".join(re.sub(rf"^{at}/{len(drawn)}|{at}/{len(drawn)}$", "", text) for at, text in enumerate(drawn, 1))
    paper = paper.translate(MARKS)
    raw = world.public.at("GET", f"/privacy/{key}/versions/1/en/notice.html").text
    blocks = [re.sub(r"\s", "", one) for one in said(raw)]
    assert len(blocks) > 50, "the page says hardly anything"
    missing = [one for one in blocks if one not in paper]
    assert not missing, f"of the page {len(missing)} of {len(blocks)} pieces are not on paper, as {missing[0][:80]!r}"


def plain(world: World, key: str) -> None:
    for language, direction in LANGUAGES.items():
        answer = world.public.at("GET", f"/privacy/{key}?lang={language}")
        found = SCRIPT.findall(answer.text)
        assert not found, f"the page has a script: {found[0]}"
        assert f'<html lang="{language}" dir="{direction}"' in answer.text, f"it does not speak {language}"
        words = [len(one.split()) for block in said(answer.text) for one in re.split(r"[.!?:؟](?:\s|$)", block)]
        words = [count for count in words if count > 1]
        assert words, f"in {language} it says nothing"
        assert max(words) <= LONGEST, f"in {language} there is a sentence of {max(words)} words"
        middle = sum(words) / len(words)
        assert middle <= MIDDLE, f"in {language} a sentence has {middle:.0f} words"
    rights = [world.public.at("GET", f"/privacy/{key}?lang={one}").text for one in LANGUAGES]
    english, arabic = (section(page, "rights") for page in rights)
    assert re.search("[\u0600-\u06ff]", arabic), "what is said to be Arabic is not"
    assert not re.search("[\u0600-\u06ff]", english), "what is said to be English is not"


def got(world: World, path: str) -> Any:
    answer = world.public.at("GET", path)
    return answer if answer.status == 200 else None


def said(page: str) -> list[str]:
    """Piece by piece, without those that hold others."""
    pieces = [inner for _, inner in BLOCK.findall(page)]
    return [one for piece in pieces if not re.search(r"<(p|li|td|h\d|dt|dd)\b", piece) and (one := text(piece))]
