"""What changes in a notice, said in words to whoever is about to publish it."""

from typing import Any

from django.test import override_settings

from tests.cast import Cast
from tests.privacy.notice.asked import path, promise, published, setting
from troth.kernel.clock import now
from troth.privacy.models import Processor
from troth.privacy.register import changed


def _changes(cast: Cast, language: str = "en") -> dict[tuple[str, str], dict[str, Any]]:
    api = cast.ada.api
    headers = {**api.headers, "Accept-Language": language}
    asked = api.client.get(f"/api/v1{path(cast.bikes_site, '/preview')}", headers=headers)
    assert asked.status_code == 200, asked.content
    return {(one["kind"], one["what"]): one for one in asked.json()["changes"]}


def test_changes_are_told_in_words(cast: Cast) -> None:
    site = cast.bikes_site
    promise(cast.ada, site)
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="basic")
    rules = f"/workspaces/{site.workspace_id}/privacy/sites/{site.id}/retention"
    assert cast.ada.api.put(rules, rules=[{"what": "conversations", "after": "closed", "days": 45}]).status == 200
    Processor.objects.create(name="Post Ltd", function="Carries mails", hosts=["m.example"], country="DE",
                             state="active", since=now())  # fmt: skip
    changed()
    about = cast.ada.api.put(f"/workspaces/{cast.bikes.id}/privacy/settings", privacy_contact="privacy@bikes.test")
    assert about.status == 200
    found = _changes(cast)
    page = found["category", "pd:BrowserHistory answer"]
    assert (page["says"], page["was"]) == ("The page on which you opened the chat · Answering", "")
    assert found["signal", "telemetry"]["says"].startswith("While the chat is open the team sees the address")
    kept = found["retention", "conversations"]
    assert (kept["says"], kept["now"]) == ("Talks", "45 days, the closing of the talk")
    assert kept["was"].endswith("the closing of the talk")
    assert found["recipient", "Post Ltd"]["says"] == "Post Ltd"
    who = found["who", "contact"]
    assert (who["says"], who["now"]) == ("The address for privacy", "privacy@bikes.test")
    assert not [one for one in found.values() if "pd:" in one["says"] or "_" in one["says"]]
    assert _changes(cast, "ar")["signal", "telemetry"]["says"] != found["signal", "telemetry"]["says"]


def test_what_ends_with_the_browser_now_is_told_so(cast: Cast) -> None:
    site = cast.bikes_site
    with override_settings(CSRF_COOKIE_AGE=364 * 86_400):
        published(cast.ada, site)
    told = _changes(cast)["storage", "cookie.csrftoken"]
    assert (told["was"], told["now"]) == ("364 days, this chat", "until the browser is closed, this chat")
    assert not told["material"]


def test_a_sentence_that_changed_is_told_in_one_language_the_readers(cast: Cast) -> None:
    site = cast.bikes_site
    setting(cast.ada, site, languages=["en", "ar"])
    published(cast.ada, site)
    setting(cast.ada, site, telemetry="full")
    for language, arabic in (("en", False), ("ar", True)):
        (one,) = [change for (kind, _), change in _changes(cast, language).items() if kind == "promise"]
        for told in (one["says"], one["was"]):
            assert told
            assert any("\u0600" <= letter <= "\u06ff" for letter in told) is arabic, told
