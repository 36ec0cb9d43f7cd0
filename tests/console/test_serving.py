"""The console's addresses: what they answer, what they allow, how long they are kept."""

from pathlib import Path

import pytest
from django.test import Client

from troth.project import console

web = Client(raise_request_exception=False, SERVER_NAME="localhost")


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny build in place of the real one: these tests are about how it is served."""
    root = tmp_path / "console"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><title>Troth</title>")
    (root / "manifest.webmanifest").write_text("{}")
    (root / "assets" / "index-abc.js").write_text("// the console")
    (root / "assets" / "index-abc.js.br").write_bytes(b"as brotli")
    (tmp_path / "secret").write_text("not to be served")
    monkeypatch.setattr(console, "ROOT", root)
    return root


@pytest.mark.parametrize("place", ["/console", "/console/", "/console/waiting", "/console/open/01a2?client=3"])
def test_every_place_is_the_one_page_and_is_not_kept(build: Path, place: str) -> None:
    answer = web.get(place)
    assert (answer.status_code, answer.content) == (200, b"<!doctype html><title>Troth</title>")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies["csrftoken"]["max-age"] == ""  # until the browser is closed


def test_the_page_allows_nothing_foreign_and_no_frame(build: Path) -> None:
    policy = dict(part.strip().split(" ", 1) for part in web.get("/console/")["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    sources = {word for words in policy.values() for word in words.split()}
    assert sources <= {"'none'", "'self'", "blob:", "data:"}


def test_assets_are_kept_for_good_and_come_compressed(build: Path) -> None:
    plain = web.get("/console/assets/index-abc.js")
    assert (plain.content, plain["Content-Type"]) == (b"// the console", "text/javascript; charset=utf-8")
    assert "immutable" in plain["Cache-Control"]
    small = web.get("/console/assets/index-abc.js", headers={"Accept-Encoding": "gzip, br"})
    assert (small.content, small["Content-Encoding"]) == (b"as brotli", "br")
    assert "Accept-Encoding" in small["Vary"]
    assert not small.cookies


@pytest.mark.parametrize(
    "place",
    [
        "assets/none.js",
        "assets/",
        "none.png",
        "index.html",
        "../secret",
        "..%2fsecret",
        "assets/../../secret",
        "a/../../secret.txt",
        "a%00.js",
    ],
)
def test_what_is_not_there_is_not_there(build: Path, place: str) -> None:
    answer = web.get(f"/console/{place}")
    assert answer.status_code in {200, 404}
    assert b"not to be served" not in answer.content
    if "secret" not in place:
        assert answer.status_code == 404


def test_nothing_can_be_sent_to_it(build: Path) -> None:
    assert web.post("/console/").status_code == 405


def test_a_checkout_that_was_not_built_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "ROOT", tmp_path)
    answer = web.get("/console/")
    assert answer.status_code == 503
    assert b"npm run build" in answer.content


@pytest.mark.parametrize(
    "place", ["/console/{}.js", "/console/assets/{}.js", "/console/assets/{}", "/w/assets/{}.js", "/demo/assets/{}.css"]
)
@pytest.mark.parametrize("name", ["a" * 300, "a" * 5_000, "ü" * 200])
def test_a_name_too_long_for_a_file_is_the_name_of_none(place: str, name: str) -> None:
    assert web.get(place.format(name)).status_code == 404
