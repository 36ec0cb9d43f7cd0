"""What the API says of a wrong field is ours: no library's words reach whoever reads the answer."""

from typing import Any

import pytest

from tests.cast import Cast
from troth.project.sentences import UNKNOWN, sentence

FIELD = {"id": "a", "kind": "text", "label": {"en": "A"}}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"unknown": 1}, {"unknown": "There is no such field."}),
        ({"name": ""}, {"name": "This must not be empty."}),
        ({"name": "x" * 121}, {"name": "This must have at most 120 characters."}),
        ({"name": 7}, {"name": "This must be text."}),
        ({"languages": []}, {"languages": "This must not be empty."}),
        ({"languages": "en"}, {"languages": "This must be a list."}),
        ({"domains": ["a.example"] * 51}, {"domains": "This must have at most 50 entries."}),
        ({"telemetry": "everything"}, {"telemetry": "This must be one of: 'off', 'basic' or 'full'."}),
        ({"look": 1}, {"look": "This must be an object."}),
        ({"look": {"accent": "red"}}, {"look.accent": "This is not written the way it must be."}),
        ({"fields": [{**FIELD, "required": "maybe"}]}, {"fields.0.required": "This must be true or false."}),
        ({"fields": [{**FIELD, "max_length": 0}]}, {"fields.0.max_length": "This must be at least 1."}),
        ({"fields": [{**FIELD, "max_length": "many"}]}, {"fields.0.max_length": "This must be a whole number."}),
        ({"fields": [{"id": "a", "label": {"en": "A"}}]}, {"fields.0.kind": "This is required."}),
        ({"aliases": [{"member_id": "ben", "alias": "B"}]},
         {"aliases.0.member_id": "This is no id; one looks like 0190b5a6-7d3e-7c11-8f5a-2f1e6d0c9b42."}),
        ({"fields": [{**FIELD, "label": {}}]}, {"fields.0": "A field needs a label in at least one language."}),
    ],
)  # fmt: skip
def test_a_wrong_field_is_told_in_our_words(cast: Cast, settings: dict[str, Any], said: dict[str, str]) -> None:
    answer = cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", **settings)
    assert (answer.status, answer.code) == (422, "invalid"), answer
    assert answer["fields"] == said


@pytest.mark.parametrize("error", [{"type": "never_heard_of", "msg": "Input shouldn't"}, {"type": "too_long"}, {}])
def test_what_has_no_sentence_is_told_in_general(error: dict[str, object]) -> None:
    assert sentence(error) == UNKNOWN
