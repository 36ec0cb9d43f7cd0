"""The OpenAPI document keeps its word: schemathesis makes requests out of it, good ones and bad ones, as an owner, a
visitor, a stranger and nobody, and looks whether each answer is one the document tells of. No answer is a 500."""

import json
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from schemathesis.checks import CHECKS

from tests.cast import Cast
from tests.effort import tries
from tests.gateway.talk import opened
from troth.project.api import api

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str))
FOUND = schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
OPERATIONS = [one.ok() for one in FOUND]  # type: ignore[union-attr]  # an operation that can not be read raises
PROMISES = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    ]
)
MODES = {"good": schemathesis.GenerationMode.POSITIVE, "bad": schemathesis.GenerationMode.NEGATIVE}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_an_operation_answers_as_described(operation: Any, cast: Cast, server: str) -> None:
    askers = {"ada": cast.ada.api, "vi": cast.vi.api, "cy": cast.cy.api, "nobody": cast.public}
    known = _known(cast)
    answered: set[tuple[str, int]] = set()
    modes = {name: operation.as_strategy(generation_mode=mode) for name, mode in MODES.items() if _can(operation, name)}

    @tries(20)
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from(sorted(modes)))
        case = data.draw(modes[mode])
        who = data.draw(st.sampled_from(sorted(askers)))
        for name in case.path_parameters if mode == "good" else ():
            if name in known and data.draw(st.booleans() | st.just(True)):  # what is nowhere is only ever not found
                case.path_parameters[name] = known[name]
        answer = case.call(base_url=server, session=session, headers=dict(askers[who].headers))
        answered.add((who, answer.status_code))
        case.validate_response(answer, checks=PROMISES)

    with requests.Session() as session:
        ask()
    assert len(answered) >= 2


def test_no_name_of_the_description_means_two_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninja keeps the last of two shapes of one name and says nothing: both would be described by one of them."""
    seen: dict[str, list[Any]] = {}
    take_in = OpenAPISchema.add_schema_definitions

    def look(self: OpenAPISchema, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if shape not in seen.setdefault(name, []):
                seen[name].append(shape)
        take_in(self, definitions)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", look)
    NinjaAPI.get_openapi_schema(api, path_prefix="/api/v1")
    assert len(seen) > 50
    assert {name: shapes for name, shapes in seen.items() if len(shapes) > 1} == {}


def _can(operation: Any, mode: str) -> bool:
    """There is no bad request for an operation that takes any."""
    return mode == "good" or bool(operation.body) or any(operation.iter_parameters())


def _known(cast: Cast) -> dict[str, str]:
    """What the addresses may name, so that most requests find something."""
    return {
        "conversation_id": str(opened(cast)),
        "workspace_id": str(cast.bikes.id),
        "site_id": str(cast.bikes_site.id),
        "site_key": cast.bikes_site.key,
        "member_id": str(cast.ben.member(cast.bikes).id),
    }
