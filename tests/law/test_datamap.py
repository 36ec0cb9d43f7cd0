"""Law 6: what is not declared is not stored. The system check has no complaint, its lock and its page are those of the
code, and what it can't see from inside the server (the browser's storage, the labels of metrics, the tables of a real
PostgreSQL) is compared here."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from tests.law.files import ROOT, document
from tests.project.scrape import ask
from troth.datamap import Where
from troth.log import Log
from troth.project.datamap import rooms
from troth.project.datamap.check import LOCK, lock_text
from troth.project.datamap.page import page

SOURCES = ROOT / "src" / "troth"


def test_everything_is_declared() -> None:
    assert [error.msg for error in run_checks(tags=["privacy"])] == []


def test_an_undeclared_place_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rooms.the_map()
    less = {key: place for key, place in whole.places.items() if place.name != "contacts.Identity"}
    monkeypatch.setattr(whole, "places", less)
    said = [error.msg for error in run_checks(tags=["privacy"])]
    assert said == ["rows contacts.Identity: not declared in any room's privacy.py."]


def test_a_changed_declaration_fails_until_its_lock_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "datamap.lock"
    old.write_text(lock_text().replace("pd:Name", "pd:Username"))
    monkeypatch.setattr("troth.project.datamap.check.LOCK", old)
    (error,) = run_checks(tags=["privacy"])
    assert "./dev docs" in error.msg


def test_the_page_and_the_lock_are_those_of_the_code() -> None:
    assert document("datamap.md") == page(), "docs/datamap.md is old: ./dev docs makes it anew"
    assert LOCK.read_text() == lock_text(), "datamap.lock is old: ./dev docs makes it anew"


def test_every_room_that_declares_is_on_the_map() -> None:
    declaring = {str(path.relative_to(SOURCES).parent).replace("/", ".") for path in SOURCES.rglob("privacy.py")}
    assert declaring == {room.__name__.removeprefix("troth.").removesuffix(".privacy") for room in rooms.ROOMS}


def test_every_table_of_the_database_is_on_the_map(log: Log) -> None:
    """As it stands there, whoever made it."""
    declared = rooms.the_map()
    columns = {name: set(place.fields) for name, place in declared.of(Where.TABLE).items()}
    from django.apps import apps

    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    with connection.cursor() as cursor:
        tables = [table.name for table in connection.introspection.get_table_list(cursor) if table.type in ("t", "p")]
        assert tables
        for table in tables:
            if table in models:
                continue
            found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert found <= columns.get(table, set()), table


def test_every_label_of_the_metrics_is_on_the_map(server: str) -> None:
    declared = set(rooms.the_map().of(Where.METRIC)["metrics"].fields)
    text = ask(int(server.rpartition(":")[2]))[1]
    labels = {
        name for family in text_string_to_metric_families(text) for sample in family.samples for name in sample.labels
    }
    documented = {name for row in re.findall(r"^\| `troth_\w+` \| \w+ \| ([^|]*)\|", document("operate.md"), re.M)
                  for name in re.findall(r"`(\w+)`", row)}  # fmt: skip
    assert documented | labels <= declared | _OF_THE_LIBRARY


_OF_THE_LIBRARY = {"generation", "implementation", "major", "minor", "patchlevel", "le"}


def test_every_key_of_the_browser_is_on_the_map() -> None:
    browser = rooms.the_map().of(Where.BROWSER)
    panel = set(re.findall(r"store\.set\('(\w+)'", _web("widget/panel")))
    panel |= {name for names in re.findall(r"for \(const name of \[([^\]]*)\]\) this\.store\.set", _web("widget/panel"))
              for name in re.findall(r"'(\w+)'", names)}  # fmt: skip
    assert panel == set(browser["panel"].fields)
    memory = re.search(r"interface Memory \{(.*?)\}", _web("widget/loader"), re.S)
    assert memory is not None
    assert set(re.findall(r"(\w+)\?:", memory[1])) == set(browser["host page"].fields)
    shared = set(re.findall(r"'(troth\.[\w.]+)'", _web("log") + _web("widget/panel"))) - {"troth.chime"}  # a lock
    assert shared == set(browser["way"].fields)
    console = set(re.findall(r"['`](troth\.[\w.]+)['$`]", _web("console/src")))
    assert console == {name.removesuffix("*") for name in browser["console"].fields}


def test_nothing_else_in_the_web_keeps_anything() -> None:
    """Who reaches for a storage has been looked at, and sets no cookie."""
    reaching = {
        str(path.relative_to(ROOT / "web"))
        for path in _files("")
        if re.search(r"\b(localStorage|sessionStorage|indexedDB|caches)\b(?!')", path.read_text())
    }
    assert reaching == {
        "console/src/app.tsx", "console/src/choices.ts", "console/src/live/unsent.ts", "console/src/talk/drafts.ts",
        "log/dial.ts", "widget/loader/memory.ts", "widget/loader/stage.ts", "widget/panel/stage.ts",
        "widget/panel/storage.ts",
    }  # fmt: skip
    assert not [path for path in _files("") if re.search(r"document\.cookie\s*=[^=]", path.read_text())]


def _files(folder: str) -> list[Path]:
    found = [*(ROOT / "web" / folder).rglob("*.ts"), *(ROOT / "web" / folder).rglob("*.tsx")]
    return [path for path in found if ".test." not in path.name and "node_modules" not in path.parts]


def _web(folder: str) -> str:
    return "\n".join(path.read_text() for path in _files(folder))
