"""Where a site asks for the age, who does not say that they are old enough is refused, and nothing of them is kept."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conversations.talk import events, open_, seen
from troth.contacts.models import Contact
from troth.conversations.models import Conversation
from troth.kernel.ids import new_id
from troth.sites.models import Site
from troth.visitors.models import Visitor

NAMED = {"name": "Vi", "email": "vi@example.test"}


def ask(cast: Cast, **rule: Any) -> Any:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    return cast.ada.api.patch(path, children={"gate": "declare", "min_age": 14, **rule})


@pytest.mark.parametrize("gate", ["declare", "block"])
@pytest.mark.parametrize("said", [{}, {"of_age": ""}, {"of_age": "false"}, {"of_age": "no"}])
def test_without_the_declaration_nothing_is_kept(cast: Cast, gate: str, said: dict[str, str]) -> None:
    assert ask(cast, gate=gate).status == 200
    refused = open_(cast.vi, fields={**NAMED, **said})
    assert (refused.status, refused.code, refused["fields"]) == (403, "age_needed", {"of_age": "required"})
    assert not Conversation.objects.filter(visitor=cast.vi.id).exists()
    assert not Contact.objects.filter(workspace=cast.bikes).exists()
    assert Visitor.objects.get(id=cast.vi.id).contact_id is None


def test_the_declaration_is_a_fact_of_the_talk(cast: Cast) -> None:
    ask(cast)
    id, client_id = new_id(), new_id()
    said: dict[str, Any] = {"id": str(id), "client_id": client_id, "fields": {**NAMED, "of_age": "true"}}
    assert open_(cast.vi, **said).status == 201
    assert open_(cast.vi, **said).status == 200, "the same again is the same"
    told = {"field": "of_age", "label": "I am at least 14 years old", "value": "true"}
    assert seen(cast.ada, id)["answers"][-1] == told
    (form,) = [one["body"] for one in events(cast.ada, id) if one["kind"] == "form_answered"]
    assert form["answers"][-1] == told
    ask(cast, gate="off")
    assert open_(cast.vi).status == 201


def test_the_widget_is_told_what_to_ask_and_the_owner_what_is_set(cast: Cast) -> None:
    ask(cast)
    shown = cast.public.get(f"/sites/{cast.bikes_site.key}/widget").body
    for form in ("fields", "offline_fields"):
        last = shown[form][-1]
        assert (last["id"], last["kind"], last["required"]) == ("of_age", "checkbox", True)
        assert last["label"] == {"en": "I am at least 14 years old", "ar": "عمري 14 سنة أو أكثر"}
    own = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}").body
    assert own["children"] == {"gate": "declare", "min_age": 14}
    assert "of_age" not in {field["id"] for field in (*own["fields"], *own["offline_fields"])}
    assert Site.objects.get(id=cast.tea_site.id).children == {"gate": "off", "min_age": 16}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"children": {"gate": "sometimes"}}, "children.gate"),
        ({"children": {"gate": "declare", "min_age": 19}}, "children.min_age"),
        ({"fields": [{"id": "of_age", "kind": "text", "label": {"en": "Age"}}]}, "fields"),
    ],
)
def test_what_it_can_not_be_is_refused(cast: Cast, wanted: dict[str, Any], field: str) -> None:
    answer = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", **wanted)
    assert answer.status == 422
    assert list(answer["fields"]) == [field]
