"""The record of processing activities."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from troth.verify.api import Answer
from troth.verify.inside import datamap, register
from troth.verify.scenario import scenario
from troth.verify.world import World

CONTROLLER, PROCESSOR = "controller", "processor"
TEAM = "person"
HOST = "record.verify.invalid"
SHORT = 19  # days


@scenario("ropa", needs=("inside",), parameters=("retention.conversations",))
def play(world: World) -> None:
    """For both roles, of the map and the profile as they are now, kept in its versions, and read by machines."""
    made = renewed(world)
    tables = {role: rows_of(world, made["number"], role) for role in (CONTROLLER, PROCESSOR)}
    personal = world.inside(datamap.personal)
    with world.check("both_roles"):
        assert all(tables.values()), "for one of the roles nothing is recorded"
        pages = {role: unescape(record(world, made["number"], role, "html").text) for role in tables}
        host = str(urlsplit(world.url).hostname)
        assert host in pages[PROCESSOR], "it is not said who processes"
        assert all(world.workspace["name"] in page for page in pages.values()), "it is not said who the controller is"
        theirs = {subject for row in tables[PROCESSOR] for subject in row["subjects"].split("; ")}
        assert theirs, "as a processor it tells of nobody"
        assert TEAM not in theirs, "as a processor it tells of the team, which is the company's own"
        missing = sorted(leaf["leaf"] for leaf in personal if not any(told(page, leaf) for page in pages.values()))
        assert personal, "the map has nothing personal, so that nothing could be told"
        assert not missing, f"{len(missing)} personal leaves are in neither record: {missing[0]}"
    with world.check("follows_the_map"):
        purposes = {name for leaf in personal for name in leaf["purposes"]}
        assert {row["purpose"] for row in tables[CONTROLLER]} == purposes, "the purposes are not those of the map"
        promised = dict(world.values.get("retention.conversations") or {"after": "closed", "days": 1095})
        days = min(SHORT, int(promised["days"]))
        world.promise(retention__conversations={"after": promised["after"], "days": days})
        entry = world.inside(register.propose, host=HOST, browser=[], country="US", mechanism="Clauses")
        try:
            for state in ("announced", "active"):
                world.inside(register.move, entry=entry, to=state)
            later = renewed(world)
            now, then = (record(world, one["number"], CONTROLLER, "csv").text for one in (later, made))
        finally:
            world.inside(register.remove, entry=entry)
        assert later["number"] > made["number"], "the record stays as it was, whatever changes"
        assert f"{HOST}: US Clauses" in now, "it does not tell who else is given data now, and where"
        assert f"{days} days after {promised['after']}" in now, "it does not tell the time that the profile promises"
        assert HOST not in then, "an earlier version says what it did not say"
        numbers = [one["number"] for one in world.api("owner").must("GET", place(world))["items"]]
        assert {made["number"], later["number"]} <= set(numbers), "an earlier version is not in the list"
    with world.check("machines_read_it"):
        for role, rows in tables.items():
            answer = record(world, made["number"], role, "jsonld")
            assert answer.headers.get("Content-Type", "").startswith("application/ld+json"), "it is not sent as JSON-LD"
            linked = Linked(answer.body)
            assert linked.type(answer.body) == "https://w3id.org/dpv#ROPA", "it is no record of processing"
            said = {one["dct:title"]: linked.statements(one) for one in answer.body["dpv:hasProcess"]}
            for row in rows:
                assert said.get(row["purpose"]) == linked.of_row(row), (
                    f"of the purpose {row['purpose']} machines are told something else"
                )
            assert len(said) == len(rows), "machines are told of other purposes"


def place(world: World) -> str:
    return f"{world.at_workspace}/privacy/records"


def renewed(world: World) -> dict[str, Any]:
    made: dict[str, Any] = world.api("officer").must("POST", place(world))
    return made


def record(world: World, number: int, role: str, form: str) -> Answer:
    answer = world.api("officer").get(f"{place(world)}/{number}", role=role, format=form)
    assert answer.status == 200, f"version {number} can't be read as {form}: {answer.told}"
    return answer


def rows_of(world: World, number: int, role: str) -> list[dict[str, str]]:
    text = record(world, number, role, "csv").text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def told(page: str, leaf: Mapping[str, str]) -> bool:
    """Whether a page names this leaf with its place, as `<b>rows a.B</b>: one, two`."""
    parts = page.split(f"<b>{leaf['place']}</b>: ")[1:]
    return any(leaf["name"] in part.partition("</p>")[0].split(", ") for part in parts)


class Linked:
    """JSON-LD with its context inside, its terms written out. Raises AssertionError where a term stands for nothing."""

    def __init__(self, body: Any) -> None:
        assert isinstance(body, dict), "it is no JSON-LD"
        assert isinstance(body.get("@context"), dict), "there is no context in it"
        self._context: Mapping[str, str] = body["@context"]
        for key in keys_of(body):
            if not key.startswith("@"):
                self.whole(key)

    def whole(self, term: str) -> str:
        prefix, _, name = term.partition(":")
        assert prefix in self._context, f"the term {term} stands for nothing"
        return f"{self._context[prefix]}{name}"

    def type(self, node: Mapping[str, Any]) -> str:
        return self.whole(node["@type"])

    def statements(self, process: Mapping[str, Any]) -> dict[str, Any]:
        kept = [one["dpv:hasDuration"]["@value"] for one in process["dpv:hasStorageCondition"]]
        return {
            "why": process["dct:description"], "basis": self.whole(process["dpv:hasLegalBasis"]["@id"]),
            "categories": {self.whole(one["@id"]) for one in process["dpv:hasPersonalData"]},
            "recipients": [
                one["dct:description"] for one in process["dpv:hasRecipient"] if one["@type"] == "dpv:Recipient"
            ],
            "kept": sorted(timedelta(seconds=int(one.removeprefix("PT").removesuffix("S"))) for one in kept),
            "people": len(process["dpv:hasDataSubject"]),
        }  # fmt: skip

    def of_row(self, row: Mapping[str, str]) -> dict[str, Any]:
        """What a row of the table for people says, as the same statements."""
        return {
            "why": row["why"], "basis": self.whole(row["legal_basis"].partition(": ")[0]),
            "categories": {self.whole(one) for one in row["categories"].split("; ")},
            "recipients": [one for one in row["recipients"].split("; ") if one],
            "kept": sorted(long(one) for one in row["retention"].split("; ") if one),
            "people": len(row["subjects"].split("; ")),
        }  # fmt: skip


def long(limit: str) -> timedelta:
    """As in “conversations of Shop: 1,095 days after closed”."""
    words = limit.rpartition(": ")[2].split()
    if words[0] == "at":
        return timedelta()
    return timedelta(**{f"{words[1].rstrip('s')}s": int(words[0].replace(",", ""))})


def keys_of(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from keys_of(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key != "@context":
                yield key
                yield from keys_of(value)
