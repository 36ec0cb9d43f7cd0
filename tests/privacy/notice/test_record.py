"""The record of processing: for both roles, nothing of the data map is in neither, and a version is added when it would
say something else."""

import csv
import io
from typing import Any
from uuid import UUID

from tests.cast import Cast
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


def test_it_is_for_owners_and_officers(cast: Cast) -> None:
    cast.ada.api.post(_path(cast))
    assert cast.ben.api.post(_path(cast)).code == "forbidden"
    assert cast.ben.api.get(_path(cast, "/1")).code == "forbidden"
    assert cast.cy.api.get(_path(cast, "/1")).code == "not_found"
    assert cast.ada.api.get(_path(cast, "/9")).code == "not_found"
