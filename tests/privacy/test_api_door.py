"""The API's door: an operation, a page or a word of the wire that nobody declared a purpose for does nothing."""

import asyncio
from urllib.parse import urlsplit

import pytest
from django.core.checks import run_checks
from django.test import Client
from ninja.operation import Operation

from tests.cast import Cast
from tests.project.scrape import value
from tests.until import PATIENCE
from troth.conversations.models import Conversation
from troth.datamap.doors import MARK, PurposeViolation
from troth.gateway import purposes as words
from troth.gateway.session import Pace
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.murmur import Murmur
from troth.project import parts, purposes
from troth.project.api import api
from troth.visitors.models import Visitor

NAME = "troth_purpose_refused_total"


def _operation(name: str) -> Operation:
    return next(one for one in purposes.operations_of(api) if one.operation_id == name)


@pytest.fixture
def undeclared(monkeypatch: pytest.MonkeyPatch) -> Operation:
    """`begin_visitor` as somebody would have added it who forgot what for."""
    operation = _operation("begin_visitor")
    monkeypatch.setattr(operation, "openapi_extra", None)
    return operation


def test_every_operation_tells_its_purpose() -> None:
    described = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    told = {operation["operationId"]: operation.get(MARK) for one in described.values() for operation in one.values()}
    assert None not in told.values()
    assert (told["say"], told["rate"], told["upload_file"], told["list_visitors"]) == (
        "answer", "quality", "answer", "board",
    )  # fmt: skip


def test_an_operation_without_a_purpose_does_nothing(cast: Cast, server: str, undeclared: Operation) -> None:
    port, site = urlsplit(server).port or 0, cast.bikes_site
    before, refused = Visitor.objects.filter(site_id=site.id).count(), value(port, NAME, door="api")
    answer = cast.public.post(f"/sites/{site.key}/visitors", language="en")
    assert (answer.status, answer.code) == (500, "purpose_missing")
    assert Visitor.objects.filter(site_id=site.id).count() == before
    assert value(port, NAME, door="api") == refused + 1


def test_not_even_the_asker_is_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_operation("open_conversation"), "openapi_extra", {MARK: "marketing"})  # no purpose of the list
    id_ = new_id()
    body = {"id": str(id_), "client_id": str(new_id()), "text": "Hello", "fields": {}}
    answers = {asker.post("/conversations", **body).code for asker in (cast.vi.api, cast.public, cast.ben.api)}
    assert answers == {"purpose_missing"}
    assert not Conversation.objects.filter(id=id_).exists()


def test_the_check_names_it(undeclared: Operation) -> None:
    (said,) = [error.msg for error in run_checks(tags=["privacy"])]
    assert said.startswith("operation begin_visitor: no purpose")


@pytest.mark.parametrize(("path", "start"), [("/console/", "/console"), ("/_allauth/browser/v1/config", "/_allauth/")])
def test_a_page_without_a_purpose_is_not_answered(path: str, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(SERVER_NAME="localhost")
    assert browser.get(path).status_code in (200, 503)  # 503: not built
    monkeypatch.delitem(purposes.PAGES, start)
    answer = browser.get(path)
    assert answer.json()["code"] == "purpose_missing"
    assert any(start in error.msg for error in run_checks(tags=["privacy"]))


def test_a_gateway_does_not_begin_while_a_word_of_the_wire_has_no_purpose(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = next(kind for kind in words.OF if kind.__name__ == "Typing")
    monkeypatch.delitem(words.OF, forgotten)

    async def begin() -> None:
        async with parts.gateway(config.current(), log, Pace(), Murmur()):
            raise AssertionError("it began")

    with pytest.raises(PurposeViolation, match="Typing"):
        asyncio.run_coroutine_threadsafe(begin(), log.loop).result(PATIENCE)


def test_nor_where_one_has_a_purpose_that_is_no_word_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(words.OF, Visitor, words.FILES)
    with pytest.raises(PurposeViolation, match="Visitor"):
        words.check()
