"""How the API reads a request's body: JSON, with nothing in it that can't be kept."""

import json
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from troth.kernel.errors import Invalid
from troth.kernel.text import keepable

_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")  # how JSON writes U+0000 and surrogates


class Body(Parser):
    """ninja's way to `read`."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read(request.body)


def read(raw: bytes) -> dict[str, Any]:
    """The JSON object of a body, {} of an empty one. Raises Invalid, also for U+0000 and lone surrogates: they are
    not text, and are refused here once for all operations."""
    try:
        body = json.loads(raw.decode() or "{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Invalid("The body is not JSON in UTF-8. Nothing was kept.", fields={"body": "not JSON"}) from None
    if not isinstance(body, dict):
        raise Invalid("The body is not a JSON object. Nothing was kept.", fields={"body": "not an object"})
    if _SUSPECT.search(raw):
        try:
            _refuse(body, "body")
        except RecursionError:
            raise Invalid("The body is nested too deeply. Nothing was kept.", fields={"body": "too deep"}) from None
    return body


def _refuse(value: object, place: str) -> None:
    if isinstance(value, str):
        if not keepable(value):
            raise Invalid(
                "The text holds a character that is not text (U+0000 or half of a surrogate pair). Nothing was kept.",
                fields={place: "holds a character that is not text"},
            )
    elif isinstance(value, dict):
        for key, part in value.items():
            _refuse(key, place)
            _refuse(part, key)
    elif isinstance(value, list):
        for part in value:
            _refuse(part, place)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")
