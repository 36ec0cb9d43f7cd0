"""The widget's addresses: what they hold, who may show them, how long they are kept."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from tests.cast import Cast
from troth.channels.widget import built
from troth.kernel import config

web = Client(raise_request_exception=False, SERVER_NAME="localhost")


def look(script: str) -> dict[str, Any]:
    """The site's look as the loader gets it."""
    found = re.search(r"__TROTH_SITE__=(\{.*?\});\n", script)
    assert found, script
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_the_loader_holds_the_sites_look(cast: Cast, build: Path) -> None:
    site = cast.bikes_site
    site.look = {"accent": "#ffee00", "position": "start", "launcher": "tab", "theme": "dark"}
    site.telemetry = "basic"
    site.save()
    answer = web.get(f"/w/{site.key}.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    known = look(answer.content.decode())
    assert (known["key"], known["position"], known["launcher"], known["theme"], known["telemetry"]) == (
        site.key, "start", "tab", "dark", "basic",
    )  # fmt: skip
    assert known["light"]["fill"] != "#ffee00"  # nobody could see it on white
    assert answer.content.decode().rstrip().endswith("console.log(__TROTH_SITE__)})();")


def test_the_loader_may_be_used_and_kept_by_any_page(cast: Cast, build: Path) -> None:
    answer = web.get(f"/w/{cast.bikes_site.key}.js")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "max-age=300" in answer["Cache-Control"]
    again = web.get(f"/w/{cast.bikes_site.key}.js", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    cast.bikes_site.look = {"accent": "#aa0000"}
    cast.bikes_site.save()
    changed = web.get(f"/w/{cast.bikes_site.key}.js", headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200


def test_the_loader_comes_compressed_to_who_takes_it(cast: Cast, build: Path) -> None:
    plain = web.get(f"/w/{cast.bikes_site.key}.js")
    packed = web.get(f"/w/{cast.bikes_site.key}.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_only_the_sites_domains_may_show_the_panel(cast: Cast, build: Path) -> None:
    site = cast.bikes_site
    site.domains = ["https://bikes.example", "*.bikes.example"]
    site.save()
    answer = web.get(f"/w/{site.key}/panel")
    policy = directives(answer["Content-Security-Policy"])
    assert policy["frame-ancestors"] == "https://bikes.example *.bikes.example"
    assert (policy["default-src"], policy["script-src"], policy["connect-src"]) == ("'none'", "'self'", "'self'")
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(("base", "shown_by"), [("http://localhost:8000", "*"), ("https://chat.example.org", "'none'")])
def test_a_site_without_domains_is_shown_by_no_website_of_the_world(
    cast: Cast, build: Path, base: str, shown_by: str
) -> None:
    before = config.current()
    config.use(msgspec.structs.replace(before, base_url=base))
    try:
        answer = web.get(f"/w/{cast.bikes_site.key}/panel")
    finally:
        config.use(before)
    assert directives(answer["Content-Security-Policy"])["frame-ancestors"] == shown_by
    assert web.get(f"/chat/{cast.bikes_site.key}").status_code == 200


def test_nobody_may_frame_the_hosted_chat(cast: Cast, build: Path) -> None:
    answer = web.get(f"/chat/{cast.bikes_site.key}")
    assert answer.status_code == 200
    assert directives(answer["Content-Security-Policy"])["frame-ancestors"] == "'none'"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_hostile_site_name_stays_a_name(cast: Cast, build: Path) -> None:
    site = cast.bikes_site
    site.name = "</script><script>alert(1)</script>\u2028<!--"
    site.texts = {"en": {"title": "<img src=x onerror=alert(2)>"}}
    site.save()
    page = web.get(f"/w/{site.key}/panel").content.decode()
    assert page.count("<script") == 2  # the settings and the panel
    assert "<img" not in page
    found = re.search(r'id="site">(.*?)</script>', page, re.S)
    assert found
    assert json.loads(found[1])["name"] == site.name


def test_the_panel_speaks_the_browsers_language_where_the_site_does(cast: Cast, build: Path) -> None:
    address = f"/chat/{cast.bikes_site.key}"
    assert (
        '<html lang="ar" dir="rtl">'
        in web.get(address, headers={"Accept-Language": "de, ar-EG;q=0.8"}).content.decode()
    )
    assert '<html lang="en" dir="ltr">' in web.get(address, headers={"Accept-Language": "de"}).content.decode()


def test_assets_are_kept_for_good_and_come_compressed(build: Path) -> None:
    plain = web.get("/w/assets/main-abc.js")
    assert (plain.content, plain["Cache-Control"]) == (b"// the panel", "public, max-age=31536000, immutable")
    assert web.get("/w/assets/main-abc.js", headers={"Accept-Encoding": "gzip, br"}).content == b"as brotli"
    packed = web.get("/w/assets/main-abc.css", headers={"Accept-Encoding": "gzip"})
    assert (gzip.decompress(packed.content), packed["Content-Type"]) == (b"body{}", "text/css; charset=utf-8")


@pytest.mark.parametrize(
    "address",
    ["/w/nosuchsite.js", "/w/nosuchsite/panel", "/chat/nosuchsite", "/w/assets/manifest.json", "/w/assets/none.js",
     "/w/assets/..%2Floader%2Floader.js", "/w/assets/main-abc.js.br"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(log: object, build: Path, address: str) -> None:
    assert web.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/w/{}.js", "/w/{}/panel", "/chat/{}"])
def test_they_are_only_read(cast: Cast, build: Path, address: str) -> None:
    assert web.post(address.format(cast.bikes_site.key)).status_code == 405


def test_a_checkout_that_was_not_built_says_so(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "ROOT", tmp_path)
    answer = web.get(f"/w/{cast.bikes_site.key}.js")
    assert answer.status_code == 503
    assert b"npm run build" in answer.content


def test_a_new_build_is_met_without_a_restart(cast: Cast, build: Path) -> None:
    assert b"main-abc.js" in web.get(f"/w/{cast.bikes_site.key}/panel").content
    manifest = {"panel/main.tsx": {"file": "main-new.js", "isEntry": True}}
    (build / "panel" / "manifest.json").write_text(json.dumps(manifest))
    assert b"main-new.js" in web.get(f"/w/{cast.bikes_site.key}/panel").content
