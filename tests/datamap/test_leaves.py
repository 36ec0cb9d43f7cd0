"""The leaves of a structure, whatever it is made of."""

from typing import Annotated, Literal

import msgspec
import pytest
from pydantic import BaseModel

from troth.datamap import leaves_of


class Inner(msgspec.Struct):
    a: int
    b: list[str] = []


class Schema(BaseModel):
    count: int | None = None
    either: str | dict[Literal["en", "ar"], str] = ""


type Alias = Annotated[list[Inner], "with words"]


@pytest.mark.parametrize(
    ("shape", "leaves"),
    [
        (Inner, {"a", "b.*"}),
        (list[str], {"*"}),
        (dict[str, dict[str, str]], {"*.*"}),
        (Alias, {"*.a", "*.b.*"}),
        (Schema, {"count", "either", "either.*"}),
        (dict[str, Schema | None], {"*.count", "*.either", "*.either.*"}),
        (tuple[Inner, ...], {"*.a", "*.b.*"}),
        (Literal["x"], {""}),
    ],
)
def test_leaves(shape: object, leaves: set[str]) -> None:
    assert leaves_of(shape) == leaves
