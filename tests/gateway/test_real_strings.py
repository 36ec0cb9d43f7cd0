"""Naughty strings, scripts that break out of HTML and families of emoji, as others collected them: each is kept to the
letter (cards aside) or refused with a typed error, by whichever field it comes in."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened
from tests.serving import serving
from troth.kernel.ids import new_id
from troth.log import Log
from troth.wire.mask import mask_cards

MATERIAL = Path(os.environ.get("MATERIAL", Path(__file__).parents[3] / "shared" / "material"))


def _strings() -> list[str]:
    """Empty where the material is not at hand."""
    blns, purify, emoji = (
        MATERIAL / path for path in ("blns/blns.json", "dompurify/expect.json", "unicode/emoji-zwj-sequences.txt")
    )
    if not (blns.exists() and purify.exists() and emoji.exists()):
        return []
    points = [line.split(";")[0].split() for line in emoji.read_text().splitlines() if line and line[0] != "#"]
    families = ["".join(chr(int(point, 16)) for point in some) for some in points]
    return [*json.loads(blns.read_text()), *(each["payload"] for each in json.loads(purify.read_text())), *families]


STRINGS = _strings()
pytestmark = pytest.mark.skipif(not STRINGS, reason="the shared material is not here")


@pytest.fixture(scope="module")
def roomy(log: Log) -> Iterator[int]:
    many = dict.fromkeys(("visitor_burst", "agent_burst", "frames_burst", "visitor_files"), 10_000)
    with serving(log, limits=many) as port:
        yield port


def test_what_is_said_is_what_is_heard(cast: Cast, roomy: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    with Socket.of(roomy, cast.vi) as vi, Socket.of(roomy, cast.ada) as ada:
        ada.follow(talk, after=10_000)
        for text in STRINGS:
            answer = vi.tell(talk, text)
            if answer["op"] == "ack":
                assert ada.event()["body"]["text"] == mask_cards(text)[0]
            else:
                assert answer["code"] in ("invalid", "too_large"), (text, answer)
                assert not text.strip() or "\0" in text, text


def test_every_other_field_takes_them_or_says_why_not(cast: Cast) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    for text in STRINGS[::4]:
        note = cast.ada.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text=text)
        form = {"name": text, "email": "vi@example.test"}
        begun = cast.vi.api.post("/conversations", id=new_id(), client_id=new_id(), text="Hello", fields=form)
        asked = cast.vi.api.post(f"/conversations/{talk}/transcripts", client_id=new_id(), address=text)
        named = cast.ada.api.patch(
            f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}", texts={"en": {"title": text}}
        )
        for answer in (note, begun, asked, named):
            assert answer.status < 500, (text, answer)
            if answer.status >= 400:
                assert answer.code in ("invalid", "too_large", "too_many"), (text, answer)
