"""What holds for the whole API: kinds of error, the description, headers."""

import json

import pytest

from tests.cast import Api, Cast
from troth.log import Log
from troth.project.api import api


@pytest.fixture(scope="module")
def openapi(log: Log) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    body: dict[str, dict[str, dict[str, dict[str, object]]]] = Api().get("/openapi.json").body
    return body


def test_the_description_is_made_once(log: Log) -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()


def test_every_operation_names_its_errors(openapi: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
    ids = []
    for path, operations in openapi["paths"].items():
        for method, operation in operations.items():
            ids.append(operation["operationId"])
            expected = {"401", "403", "404", "409", "422", "429"}
            assert expected <= set(operation["responses"]), (method, path)  # type: ignore[call-overload]
    assert len(ids) == len(set(ids))
    assert {"upload_file", "download_file", "get_widget", "add_member"} <= set(ids)


def test_every_reference_of_the_description_is_there(openapi: dict[str, object]) -> None:
    text = json.dumps(openapi)
    shapes = openapi["components"]["schemas"]  # type: ignore[index]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(shapes)


@pytest.mark.parametrize("path", ["/nothing/here", "/workspaces/not-a-uuid/sites", "/me/", "/sites/x/widget/y"])
def test_what_is_not_there_is_a_problem(cast: Cast, path: str) -> None:
    answer = cast.ada.api.get(path)
    assert answer.status in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail"} <= set(answer.body)


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(cast: Cast) -> None:
    answer = cast.ada.api.delete("/me")
    assert (answer.status, answer.code, answer.headers["Allow"]) == (405, "not_allowed", "GET")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b'{"language": NaN}',
        b'{"language": "a\\u0000"}',
        b'{"language": "\\ud800"}',
        b'{"language": 7}',
        b'{"language": ["en"]}',
        b'{"language": "' + b"x" * 100_000 + b'"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_garbage_bodies_get_a_typed_error(cast: Cast, body: bytes) -> None:
    answer = cast.public.send("POST", f"/sites/{cast.bikes_site.key}/visitors", body)
    assert (answer.status, answer.code) == (422, "invalid"), answer


def test_a_body_that_is_too_large_is_refused(cast: Cast) -> None:
    answer = cast.public.send("POST", f"/sites/{cast.bikes_site.key}/visitors", b'{"language": "' + b"x" * 1_100_000)
    assert (answer.status, answer.code) == (413, "too_large")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_nothing_of_the_api_is_cached_or_framed(cast: Cast) -> None:
    for answer in (cast.ada.api.get("/me"), cast.ada.api.get("/nothing"), cast.public.get("/me")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_foreign_host_header_is_refused(cast: Cast) -> None:
    answer = Api(host="evil.example").get(f"/sites/{cast.bikes_site.key}/widget")
    assert (answer.status, answer.code) == (422, "invalid")
