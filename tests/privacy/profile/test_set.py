"""A workspace's profile holds its sites: they may be stricter, never laxer, and an exact statement is kept to the
letter."""

import hashlib
from typing import Any

import pytest

from tests.cast import Answer, Cast
from troth.accounts.found import found
from troth.accounts.models import Member
from troth.log import Log
from troth.privacy.profile.queries import profile_of, values_on
from troth.privacy.profile.set_profile import put_profile
from troth.privacy.profile.shape import Kept
from troth.sites.add import add
from troth.sites.models import Site
from troth.wire.events import Audience, Author

TEXT = """
name = "strict"
title = "Strict"
[signals]
dnt = "{dnt}"
[telemetry]
visitor = "basic"
[consent]
visitor = "off"
[recipients]
transcript = 1
[retention]
conversations = {{ after = "closed", days = 100 }}
[promises."dnt"]
text = "We {{signals.dnt}} the Do Not Track setting."
parameters = ["signals.dnt"]
checks = ["privacy-signal.dnt"]
[promises."watch"]
text = "Of those who only look we record {{telemetry.visitor}}."
parameters = ["telemetry.visitor"]
checks = ["telemetry-level.each_level_shows_its_own"]
[promises."mailed"]
text = "A transcript goes to at most {{recipients.transcript}}."
parameters = ["recipients.transcript"]
checks = ["recipients-cap.transcript_capped"]
[promises."kept"]
text = "A conversation is gone {{retention.conversations}}."
parameters = ["retention.conversations"]
checks = ["retention-sweep.due_goes"]
"""


class Shop:
    """A workspace of Ada's with one new site."""

    def __init__(self, cast: Cast) -> None:
        self.ada, self.id = cast.ada.api, found("A shop", cast.ada.person).id
        self.site = add(self.id, "The shop")
        self.at = f"/workspaces/{self.id}/privacy/profile"
        self.settings = f"/workspaces/{self.id}/sites/{self.site.id}"
        self.retention = f"/workspaces/{self.id}/privacy/sites/{self.site.id}/retention"

    def set(self, dnt: str = "honour", **more: Any) -> Answer:
        return self.ada.put(self.at, text=TEXT.format(dnt=dnt), **more)

    def change(self, **settings: Any) -> Answer:
        return self.ada.patch(self.settings, **settings)


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return Shop(cast)


def test_who_chose_nothing_promises_what_the_sites_do(shop: Shop) -> None:
    assert shop.change(telemetry="full", signals={"gpc": "honour", "dnt": "ignore"}).status == 200
    shown = shop.ada.get(shop.at)
    assert (shown["name"], shown["text"], shown["set_at"]) == ("plain", None, None)
    said = {one["id"]: one["text"] for one in shown["promises"]}
    assert said["signals.dnt"].startswith("We do not respond to")
    assert "where they came from" in said["telemetry"]


def test_a_laxer_site_keeps_a_profile_from_being_taken_or_is_made_stricter(shop: Shop) -> None:
    addresses = ["a@shop.example", "b@shop.example"]
    assert shop.change(telemetry="full", transcript_addresses=addresses).status == 200
    refused = shop.set()
    assert (refused.status, refused.code) == (409, "sites_laxer")
    key = shop.site.key
    laxer = {f"{key}.telemetry.visitor", f"{key}.recipients.transcript", f"{key}.retention.conversations"}
    assert set(refused["fields"]) == laxer
    assert "(Promise watch.)" in refused["fields"][f"{key}.telemetry.visitor"]
    assert shop.ada.get(shop.at)["name"] == "plain", "nothing was taken"
    done = shop.set(apply=True)
    assert done.status == 200, done
    assert (done["name"], set(done["changed"])) == ("strict", laxer)
    now = shop.ada.get(shop.settings)
    assert (now["telemetry"], now["transcript_addresses"]) == ("basic", addresses[:1])
    rules = {rule["what"]: rule["days"] for rule in shop.ada.get(shop.retention)["rules"]}
    assert rules["conversations"] == 100
    assert shop.set()["changed"] == [], "and again, as it is"


def test_the_workspace_hears_who_set_which_profile(shop: Shop, log: Log) -> None:
    def last() -> Any:
        return log.read(shop.id, shop.id, audience=Audience.TEAM)[-1]

    assert shop.set(apply=True).status == 200
    first = last()
    text = TEXT.format(dnt="honour")
    assert first.kind_name == "profile_set"
    said = first.opened()
    assert (said.profile, said.sha256, said.before) == ("strict", hashlib.sha256(text.encode()).hexdigest(), "")
    assert first.author == Author(kind="agent", id=Member.objects.get(workspace=shop.id).id)
    assert shop.set("ignore").code == "sites_laxer"
    assert last().seq == first.seq, "what was refused is not said"
    put_profile(shop.id, text)
    again = last()
    assert (again.author.kind, again.opened().before) == ("system", said.sha256)


def test_a_site_may_be_stricter_and_not_laxer(shop: Shop) -> None:
    assert shop.set(apply=True).status == 200
    assert shop.change(telemetry="off", consent="ask", transcript_addresses=[]).status == 200
    refused = shop.change(telemetry="full", name="Another name")
    assert (refused.status, refused.code) == (422, "promise_broken")
    assert "watch" in str(refused["detail"])
    assert list(refused["fields"]) == ["telemetry"]
    assert shop.ada.get(shop.settings)["name"] == "The shop", "all or nothing"
    two = shop.change(transcript_addresses=["a@shop.example", "b@shop.example"])
    assert "(Promise mailed.)" in two["fields"]["transcript_addresses"]
    assert shop.change(name="Another name", telemetry="basic").status == 200


def test_an_exact_statement_changes_with_its_sentence_alone(shop: Shop) -> None:
    assert shop.set("ignore", apply=True)["changed"] != []
    assert shop.ada.get(shop.settings)["signals"] == {"gpc": "honour", "dnt": "ignore"}
    refused = shop.change(signals={"gpc": "honour", "dnt": "honour"})
    assert refused.code == "promise_broken", "stricter, and untrue"
    assert "(Promise dnt.)" in refused["fields"]["signals"]
    assert shop.set("honour").code == "sites_laxer"
    assert shop.set("honour", apply=True).status == 200
    assert shop.ada.get(shop.settings)["signals"]["dnt"] == "honour"


def test_a_rule_may_be_shorter_and_not_longer(shop: Shop) -> None:
    assert shop.set(apply=True).status == 200
    rule = {"what": "conversations", "after": "closed", "days": 101}
    refused = shop.ada.put(shop.retention, rules=[rule])
    assert (refused.code, list(refused["fields"])) == ("promise_broken", ["rules.0.days"])
    assert shop.ada.put(shop.retention, rules=[{**rule, "after": "last_message", "days": 50}]).status == 200
    shown = shop.ada.put(shop.retention, rules=[])
    assert {one["what"]: one["days"] for one in shown["rules"]}["conversations"] == 100, "the default is the promised"
    assert {one["what"]: one["most"] for one in shown["bounds"]}["conversations"] == 100


def test_a_new_site_begins_as_the_company_promises(shop: Shop) -> None:
    assert shop.ada.put(shop.at, name="eu-strict", apply=True).status == 200
    site = Site.objects.get(id=add(shop.id, "Another").id)
    assert site.consent == "ask"
    held = values_on(site)
    assert held["retention.conversations"] == Kept(after="closed", days=365)
    assert held["breach.client"] == "PT72H"


def test_what_is_wrong_with_a_profile_is_said_at_once_and_nothing_is_taken(shop: Shop) -> None:
    text = TEXT.format(dnt="maybe").replace("basic", "much").replace('["privacy-signal.dnt"]', '["privacy.no"]')
    refused = shop.ada.put(shop.at, text=text)
    assert (refused.status, refused.code) == (422, "profile_refused")
    assert {"signals.dnt", "telemetry.visitor", "promises.dnt.checks"} <= set(refused["fields"])
    lint = shop.ada.put(shop.at, text=TEXT.format(dnt="honour").replace('"privacy-signal.dnt"', '"privacy-signal.x"'))
    assert list(lint["fields"]) == ["promises.dnt.checks"]
    for body in ({}, {"name": "nobody"}, {"name": "plain", "text": ""}, {"text": "x" * 300_000}):
        assert shop.ada.put(shop.at, **body).status == 422
    assert profile_of(shop.id).name == "plain"


def test_owners_and_officers_alone_see_and_set_it(cast: Cast, shop: Shop) -> None:
    tea = f"/workspaces/{cast.tea.id}/privacy/profile"
    assert cast.cy.api.get(tea).status == 404
    bikes = f"/workspaces/{cast.bikes.id}/privacy/profile"
    assert cast.ben.api.get(bikes).status == 403
    assert cast.ben.api.put(bikes, name="plain").status == 403


def test_a_promised_question_for_the_age_is_asked_and_of_no_younger(shop: Shop) -> None:
    text = TEXT.format(dnt="honour") + '[children]\ngate = "declare"\nmin_age = 17\n'
    refused = shop.ada.put(shop.at, text=text)
    assert refused.code == "sites_laxer", refused
    assert shop.ada.put(shop.at, text=text, apply=True).status == 200
    assert shop.ada.get(shop.settings)["children"] == {"gate": "declare", "min_age": 17}
    assert add(shop.id, "A new one").children == {"gate": "declare", "min_age": 17}
    for laxer in ({"gate": "off", "min_age": 17}, {"gate": "declare", "min_age": 16}):
        answer = shop.change(children=laxer)
        assert (answer.status, answer.code, list(answer["fields"])) == (422, "promise_broken", ["children"]), laxer
    assert shop.change(children={"gate": "block", "min_age": 18}).status == 200
