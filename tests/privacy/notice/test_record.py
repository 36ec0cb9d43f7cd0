"""The record of processing: for both roles, nothing of the data map is in neither, and a version is added when it would
say something else."""

import csv
import io
import re
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.privacy.notice.vocabulary import KNOWN, terms_of
from troth.accounts.models import Workspace
from troth.kernel.clock import now
from troth.privacy.models import Processor
from troth.privacy.notice.record.renew import renew_some
from troth.project.datamap.rooms import the_map


def _path(cast: Cast, more: str = "") -> str:
    return f"/workspaces/{cast.bikes.id}/privacy/records{more}"


def _file(cast: Cast, number: int, role: str, form: str) -> Any:
    api = cast.ada.api
    answer = api.client.get(f"/api/v1{_path(cast, f'/{number}')}", {"role": role, "format": form}, headers=api.headers)
    assert answer.status_code == 200, answer.content
    return answer


def _places(linked_or_csv: str) -> set[str]:
    rows = csv.DictReader(io.StringIO(linked_or_csv.removeprefix("\ufeff")))
    return {place for row in rows for place in row["places"].split("; ")}


def test_nothing_personal_is_in_neither_record(cast: Cast) -> None:
    assert cast.ada.api.post(_path(cast)).status == 201
    controller, processor = (
        _places(_file(cast, 1, role, "csv").content.decode()) for role in ("controller", "processor")
    )
    declared = {f"{place.where.value} {place.name}" for place, _, _ in the_map().personal()}
    assert controller | processor == declared
    assert "rows accounts.Person" in controller - processor
    assert "rows contacts.Contact" in processor


def test_a_version_is_added_when_it_says_something_else(cast: Cast) -> None:
    assert [cast.ada.api.post(_path(cast)).status for _ in range(2)] == [201, 200]
    Processor.objects.create(name="=Post Ltd", function="Carries mails", hosts=["m.example"], country="US",
                             mechanism="Standard clauses", state="active", since=now())  # fmt: skip
    assert cast.ada.api.post(_path(cast))["number"] == 2
    assert [row["number"] for row in cast.ada.api.get(_path(cast))["items"]] == [2, 1]
    assert "Post Ltd" not in _file(cast, 1, "controller", "html").content.decode()
    page = _file(cast, 2, "processor", "html").content.decode()
    assert "Post Ltd" in page
    assert "Standard clauses" in page
    assert "on behalf of Bikes" in page
    rows = _file(cast, 2, "controller", "csv").content.decode()
    assert "'=Post Ltd" in rows  # no spreadsheet reckons with it


def test_it_is_brought_up_to_date_by_itself(cast: Cast) -> None:
    """Once an hour: whatever changed it, and only where something did."""

    def hour() -> list[int]:
        renew_some(UUID(int=cast.bikes.id.int - 1))  # those from there on; others have their own
        return [row["number"] for row in cast.ada.api.get(_path(cast))["items"]]

    assert hour() == [1]
    assert hour() == [1]
    Processor.objects.create(name="Post Ltd", function="Carries mails", hosts=["m.example"], country="DE",
                             state="active", since=now())  # fmt: skip
    assert hour() == [2, 1]
    Workspace.objects.filter(id=cast.bikes.id).update(closes_at=now())
    Processor.objects.all().delete()
    assert hour() == [2, 1], "nothing new begins where a workspace closes"


def test_it_is_linked_data_without_anything_to_fetch(cast: Cast) -> None:
    cast.ada.api.post(_path(cast))
    whole = _file(cast, 1, "processor", "jsonld").json()
    assert whole["@type"] == "dpv:ROPA"
    assert all(isinstance(term, str) and term.startswith(("http", "urn:")) for term in whole["@context"].values())
    assert {one["dct:title"] for one in whole["dpv:hasProcess"]} >= {"answer", "security", "rights"}
    assert whole["dpv:hasDataProcessor"]["@type"] == "dpv:DataProcessor"


def test_it_names_who_stands_for_the_company(cast: Cast) -> None:
    """As Article 30 asks for: by post, the officer, the representative; each where the profile names one."""
    people = 'address = "1 Quay, Malta"\ndpo = "Mara Vella"\nrepresentative = "Rep Ltd"'
    said = f'name = "own"\ntitle = "Own"\n[contact]\n{people}'
    assert cast.ada.api.put(f"/workspaces/{cast.bikes.id}/privacy/profile", text=said).status == 200
    cast.ada.api.post(_path(cast))
    page = _file(cast, 1, "controller", "html").content.decode()
    (row, *_) = csv.DictReader(io.StringIO(_file(cast, 1, "controller", "csv").content.decode("utf-8-sig")))
    who = _file(cast, 1, "controller", "jsonld").json()["dpv:hasDataController"]
    for name in ("1 Quay, Malta", "Mara Vella", "Rep Ltd"):
        assert name in page
        assert name in row.values()
        assert name in str(who)


def test_its_page_speaks_in_words_and_tells_of_nobody_who_is_given_nothing(cast: Cast) -> None:
    cast.ada.api.post(_path(cast))
    page = _file(cast, 1, "controller", "html").content.decode()
    head = re.sub(r"<style>.*</style>|<details>.*?</details>", "", page, flags=re.S)  # places have their own names
    assert not re.findall(r"\b(?:dpv|pd):\w+|\b[a-z]+[A-Z]\w*|\b(?:[A-Z][a-z]+){2,}\b", re.sub(r"<[^>]+>", " ", head))
    assert "A legitimate interest, Article 6(1)(f)" in page
    assert "the mail server" not in page, "there is none: mails are captured"


@pytest.mark.parametrize("role", ["controller", "processor"])
def test_its_terms_are_those_of_the_vocabulary(cast: Cast, role: str) -> None:
    Processor.objects.create(name="Post Ltd", function="Carries mails", hosts=["m.example"], country="DE",
                             mechanism="Clauses", state="active", since=now())  # fmt: skip
    cast.ada.api.post(_path(cast))
    whole = _file(cast, 1, role, "jsonld").json()
    assert terms_of(whole) - KNOWN == {"loc:DE"}
    assert set(whole["@context"]) >= {term.partition(":")[0] for term in terms_of(whole)}


def test_it_is_for_owners_and_officers(cast: Cast) -> None:
    cast.ada.api.post(_path(cast))
    assert cast.ben.api.post(_path(cast)).code == "forbidden"
    assert cast.ben.api.get(_path(cast, "/1")).code == "forbidden"
    assert cast.cy.api.get(_path(cast, "/1")).code == "not_found"
    assert cast.ada.api.get(_path(cast, "/9")).code == "not_found"
