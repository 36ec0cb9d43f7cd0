"""What lies in a visitor's browser is told by name and for how long; what nobody promised is not kept there."""

from typing import Any

from django.test import Client

from tests.cast import Cast
from tests.privacy.at_the_portal import Browser
from tests.privacy.notice.asked import promise, published, read, setting, text
from troth.sites.models import Site


def test_what_the_chat_keeps_in_a_browser_ends_as_promised_and_in_a_year_at_the_latest(cast: Cast) -> None:
    site = cast.bikes_site
    widget = f"/sites/{site.key}/widget"
    assert cast.public.get(widget)["device_days"] == 365
    promise(cast.ada, site, "[cookies]\ndays = 30")
    assert cast.public.get(widget)["device_days"] == 30
    assert '"days":30' in Client(SERVER_NAME="localhost").get(f"/w/{site.key}.js").content.decode()
    published(cast.ada, site)
    seconds = {one["name"]: one["seconds"] for one in read(site, "/cookies.json").json()["cookies"]}
    month = 30 * 86_400
    assert {seconds[f"troth.{site.key}{more}"] for more in ("", ".token", ".conversation", ".used")} == {month}
    assert seconds["troth.way"] == 0
    told = Client(SERVER_NAME="localhost").get(f"/.well-known/privacy/{site.key}.json").json()["content"]["kept"]
    assert [one["seconds"] for one in told if one["what"] == "device"] == [month]


def test_what_somebody_chose_is_kept_in_a_browser_only_where_that_is_promised(cast: Cast) -> None:
    site = cast.bikes_site
    widget, host = f"/sites/{site.key}/widget", f"troth.{site.key}"
    assert cast.public.get(widget)["device_choices"] is True
    promise(cast.ada, site)
    published(cast.ada, site)
    assert {f"{host}.sound", f"{host}.contact"} <= stored(site).keys()
    assert "Whether the chat was open" in text(site, "/cookies")

    promise(cast.ada, site, '[cookies]\npurposes = ["session"]')
    assert cast.public.get(widget)["device_choices"] is False
    assert '"choices":false' in Client(SERVER_NAME="localhost").get(f"/w/{site.key}.js").content.decode()
    published(cast.ada, site)
    kept = stored(site)
    assert {host, f"{host}.token", f"{host}.conversation", f"{host}.used", "csrftoken"} <= kept.keys()
    assert not {f"{host}.sound", f"{host}.contact"} & kept.keys()
    assert not [name for name, one in kept.items() if "preference" in one["purposes"]]
    page = text(site, "/cookies")
    assert "muted" not in page
    assert "Whether the chat was open" not in page
    assert "Whether a talk goes on" in page


def test_an_agreement_and_a_chat_that_was_turned_off_are_no_mere_choices(cast: Cast) -> None:
    """They are kept also where choices are not: who decided is not asked again, or shown again what they left."""
    site = cast.bikes_site
    promise(cast.ada, site, '[cookies]\npurposes = ["session"]')
    setting(cast.ada, site, consent="ask")
    published(cast.ada, site)
    assert stored(site)[f"troth.{site.key}.agreed"]["purposes"] == ["rights"]
    assert "rights" in stored(site)[f"troth.{site.key}"]["purposes"]
    assert "whether you turned the chat off" in text(site, "/cookies")


def test_the_cookie_that_guards_forms_ends_with_the_browser_and_the_page_says_so(cast: Cast) -> None:
    site, browser = cast.bikes_site, Browser(cast.bikes_site)
    browser.get()
    cookie = browser.client.cookies["csrftoken"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    published(cast.ada, site)
    assert stored(site)["csrftoken"]["seconds"] == 0
    after = text(site, "/cookies").partition(">csrftoken<")[2]
    assert after.partition("</dl>")[0].count("until the browser is closed") == 1


def stored(site: Site) -> dict[str, Any]:
    """What the cookie page tells machines, by name."""
    return {one["name"]: one for one in read(site, "/cookies.json").json()["cookies"]}
