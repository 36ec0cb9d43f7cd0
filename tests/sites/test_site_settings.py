"""A site's settings: who reads and changes them, what is refused and how, what the widget makes of them."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.cast import Answer, Cast
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.wire.events import Audience


def path(cast: Cast) -> str:
    return f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"


def change(cast: Cast, **settings: Any) -> Answer:
    return cast.ada.api.patch(path(cast), **settings)


def widget(cast: Cast) -> Answer:
    return cast.public.get(f"/sites/{cast.bikes_site.key}/widget")


def refused(cast: Cast, **settings: Any) -> dict[str, str]:
    """What is wrong with each field; and nothing was kept."""
    before = cast.ada.api.get(path(cast)).body
    answer = change(cast, **settings)
    assert (answer.status, answer.code) == (422, "invalid"), answer
    after = cast.ada.api.get(path(cast)).body
    assert after == before
    fields: dict[str, str] = answer["fields"]
    return fields


def test_what_is_changed_is_read_back_and_the_rest_stays(cast: Cast) -> None:
    before = cast.ada.api.get(path(cast)).body
    new = {
        "name": "Bikes & Co",
        "colour": "madder",
        "look": {"accent": "#ffe600", "position": "start", "launcher": "tab", "theme": "dark", "logo": None},
        "languages": ["ar", "en"],
        "texts": {"en": {"greeting": "Hi there"}, "ar": {"greeting": "أهلا"}},
        "transcript_addresses": ["a@example.test", "b@example.test", "c@example.test"],
        "domains": ["shop.example", "*.shop.example", "https://x.example:8443"],
        "files": {"max_size": 4096, "types": ["image/png"]},
        "telemetry": "full",
        "consent": "ask",
        "signals": {"gpc": "honour", "dnt": "ignore"},
        "privacy_url": "https://shop.example/privacy",
        "aliases": [{"member_id": str(cast.ben.member(cast.bikes).id), "alias": "Bo", "title": "", "picture": ""}],
    }
    changed = change(cast, **new)
    assert changed.status == 200, changed
    assert changed.body == {**before, **new}
    assert cast.ada.api.get(path(cast)).body == changed.body


def test_what_is_read_can_be_sent_back(cast: Cast) -> None:
    read = cast.ada.api.get(path(cast)).body
    sent = {name: value for name, value in read.items() if name not in ("id", "key", "workspace_id")}
    assert change(cast, **sent).body == read


def test_choices_keep_the_form_they_were_given_in(cast: Cast) -> None:
    """Plain and by language, as read back and as the widget gets them."""
    choices = ["Order", {"en": "Repair", "ar": "إصلاح"}]
    field = {"id": "about", "kind": "choice", "label": {"en": "About"}, "choices": choices}
    assert change(cast, fields=[field])["fields"][0]["choices"] == choices
    assert widget(cast)["fields"][0]["choices"] == choices


def test_only_owners_and_admins_change_settings(cast: Cast) -> None:
    assert cast.ben.api.get(path(cast)).status == 200
    assert cast.ben.api.patch(path(cast), name="X").status == 403
    assert cast.cy.api.get(path(cast)).status == 404
    assert cast.cy.api.patch(path(cast), name="X").status == 404
    assert cast.cy.api.get(f"/workspaces/{cast.lamps.id}/sites/{cast.bikes_site.id}").status == 404
    assert cast.vi.api.get(path(cast)).status == 403


def test_the_workspace_hears_which_settings_changed(cast: Cast, log: Log) -> None:
    change(cast, name="New name", telemetry="basic")
    last = log.read(cast.bikes.id, cast.bikes.id, audience=Audience.TEAM)[-1]
    assert last.kind_name == "site_changed"
    assert last.opened().fields == ["name", "telemetry"]  # type: ignore[union-attr]


def test_a_fourth_transcript_address_is_refused_with_a_sentence(cast: Cast) -> None:
    addresses = [f"{letter}@example.test" for letter in "abcd"]
    said = refused(cast, transcript_addresses=addresses)
    assert said == {"transcript_addresses": "A site sends transcripts to at most 3 addresses; these are 4."}
    assert change(cast, transcript_addresses=addresses[:3]).status == 200
    assert change(cast, transcript_addresses=["a@example.test"] * 5)["transcript_addresses"] == ["a@example.test"]


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"transcript_addresses": ["nobody"]}, "transcript_addresses"),
        ({"domains": ["shop.example/path"]}, "domains"),
        ({"domains": ["a.example; script-src *"]}, "domains"),
        ({"domains": ["'none'"]}, "domains"),
        ({"domains": ["a.example\n/"]}, "domains"),
        ({"privacy_url": "javascript:alert(1)"}, "privacy_url"),
        ({"name": "   "}, "name"),
        ({"look": {"accent": "red"}}, "look.accent"),
        ({"look": {"accent": "#000000", "logo": "//evil.example/x.png"}}, "look.logo"),
        ({"look": {"accent": "#000000", "logo": "javascript:alert(1)"}}, "look.logo"),
        ({"look": {"acent": "#000000"}}, "look.acent"),
        ({"hours": {"timezone": "Mars/Olympus", "days": {}}}, "hours.timezone"),
        ({"hours": {"timezone": "../etc/passwd", "days": {}}}, "hours.timezone"),
        ({"hours": {"timezone": "UTC", "days": {"monday": [{"opens": "25:00", "closes": "17:00"}]}}},
         "hours.days.monday.0.opens"),
        ({"fields": [{"id": "a", "kind": "choice", "label": {"en": "A"}}]}, "fields.0"),
        ({"fields": [{"id": "a", "kind": "choice", "label": {"en": "A"}, "choices": ["B", {"en": " "}]}]},
         "fields.0.choices.1"),
        ({"fields": [{"id": "a", "kind": "choice", "label": {"en": "A"}, "choices": [{"xx": "B"}]}]},
         "fields.0.choices.0"),
        ({"fields": [{"id": "a", "kind": "choice", "label": {"en": "A"}, "choices": [""]}]}, "fields.0.choices.0"),
        ({"fields": [{"id": "a", "kind": "text", "label": {}}]}, "fields.0"),
        ({"fields": [{"id": "a", "kind": "text", "label": {"en": "A"}}] * 2}, "fields"),
        ({"files": {"max_size": 5000, "types": ["text/html"]}}, "files.types.0"),
        ({"telemetry": "everything"}, "telemetry"),
        ({"texts": {"en": {"greetin": "Hi"}}}, "texts.en.greetin.[key]"),
        ({"aliases": [{"member_id": str(new_id()), "alias": "X"}]}, "aliases"),
        ({"colour": "hotpink"}, "colour"),
        ({"unknown": 1}, "unknown"),
        ({"name": None, "languages": []}, "languages"),
    ],
)  # fmt: skip
def test_bad_settings_name_their_field(cast: Cast, settings: dict[str, Any], field: str) -> None:
    assert list(refused(cast, **settings)) == [field]


def test_where_people_come_by_tls_no_address_without_is_shown_to_them(cast: Cast) -> None:
    without = {"privacy_url": "http://shop.example/privacy"}
    assert change(cast, **without).status == 200
    before = config.current()
    config.use(replace(before, base_url="https://localhost"))
    try:
        assert list(refused(cast, **without)) == ["privacy_url"]
        assert change(cast, privacy_url="https://shop.example/privacy").status == 200
        assert change(cast, privacy_url="").status == 200
    finally:
        config.use(before)


def test_the_widget_shows_the_look_with_its_contrast_corrected(cast: Cast) -> None:
    change(cast, look={"accent": "#ffe600"})
    look = widget(cast)["look"]
    assert look["accent"] == look["light"]["fill"] != "#ffe600"
    assert look["dark"]["fill"] == "#ffe600"


def test_the_widget_speaks_the_sites_words_over_the_catalogues(cast: Cast) -> None:
    change(cast, texts={"en": {"greeting": "Hi there"}})
    texts = widget(cast)["texts"]
    assert texts["en"]["greeting"] == "Hi there"
    assert texts["en"]["thanks"]
    assert set(texts) == {"en", "ar"}


def test_the_widget_shows_aliases_never_names(cast: Cast) -> None:
    ben = cast.ben.member(cast.bikes)
    change(cast, aliases=[{"member_id": str(ben.id), "alias": "Bo", "title": "Fitter"}])
    assert widget(cast)["available"] is False
    for agent in (cast.ada, cast.ben):
        agent.api.put("/me/availability", available=True)
    shown = widget(cast)
    assert shown["available"] is True
    assert [(face["alias"], face["title"]) for face in shown["agents"]] == [("Robin", "Workshop"), ("Bo", "Fitter")]
    assert "Lindqvist" not in str(shown.body)
    assert "Okafor" not in str(shown.body)


def test_closed_hours_make_nobody_available(cast: Cast) -> None:
    cast.ada.api.put("/me/availability", available=True)
    change(cast, hours={"timezone": "Europe/Berlin", "days": {}})
    shown = widget(cast)
    assert (shown["available"], shown["hours"]["open_now"], shown["hours"]["opens_at"]) == (False, False, None)
    change(cast, hours={"timezone": "Europe/Berlin", "always": True})
    assert widget(cast)["available"] is True


def test_one_workspaces_people_are_not_anothers(cast: Cast) -> None:
    cast.cy.api.put("/me/availability", available=True)
    assert widget(cast)["available"] is False


def test_the_list_has_every_site_of_the_workspace_and_no_other(cast: Cast) -> None:
    listed = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/sites")
    assert [site["id"] for site in listed["items"]] == [str(cast.bikes_site.id)]
    assert listed["next"] is None
