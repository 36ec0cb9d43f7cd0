"""The picture that visitors see of a member: what is taken, by whom, and how it is served."""

import struct
import zlib
from typing import Any

import pytest
from django.test import Client

from tests.cast import Agent, Answer, Cast
from troth.accounts.models import Member, Workspace


def png(width: int = 2, height: int = 2, more: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x7f\x00\x40" * width for _ in range(min(height, 2))))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + more


WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x02\x00\x02\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9"


def put(by: Agent, workspace: Workspace, member: Member, data: bytes) -> Answer:
    return by.api.send("PUT", f"/workspaces/{workspace.id}/members/{member.id}/picture", data)


def look(address: str, **headers: str) -> Any:
    return Client(SERVER_NAME="localhost").get(address, headers=headers)


@pytest.mark.parametrize(
    ("data", "kind"), [(png(), "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")], ids=["png", "jpeg", "webp"]
)
def test_a_picture_is_public_under_its_address_and_nothing_but_a_picture(cast: Cast, data: bytes, kind: str) -> None:
    ben = cast.ben.member(cast.bikes)
    address = put(cast.ada, cast.bikes, ben, data)["picture"]
    assert len(address.split("/")[2]) == 24
    shown = look(address)
    assert (shown.status_code, shown["Content-Type"], shown.content) == (200, kind, data)
    headers = shown.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert "Set-Cookie" not in headers
    again = look(address, **{"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 415, "unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415, "unsupported"),
        (b"<!doctype html><script>alert(1)</script>", 415, "unsupported"),
        (b"GIF89a\1\0\1\0\0\0\0", 415, "unsupported"),
        (b"\x89PNG\r\n\x1a\n", 422, "invalid"),
        (png(width=0), 422, "invalid"),
        (png(width=30_000, height=30_000)[:200], 422, "invalid"),
        (png(more=b"\0" * 256 * 1024), 413, "too_large"),
        (b"x" * 2_000_000, 413, "too_large"),
    ],
)
def test_what_is_no_small_picture_is_refused_and_the_old_one_stays(
    cast: Cast, data: bytes, status: int, code: str
) -> None:
    ada = cast.ada.member(cast.bikes)
    before = put(cast.ada, cast.bikes, ada, png())["picture"]
    refused = put(cast.ada, cast.bikes, ada, data)
    assert (refused.status, refused.code) == (status, code)
    assert cast.ada.member(cast.bikes).picture == before
    assert look(before).status_code == 200


def test_visitors_see_it(cast: Cast) -> None:
    address = put(cast.ada, cast.bikes, cast.ada.member(cast.bikes), png())["picture"]
    cast.ada.api.put("/me/availability", available=True)
    widget = cast.public.get(f"/sites/{cast.bikes_site.key}/widget")
    assert [face["picture"] for face in widget["agents"]] == [address]
    assert cast.ada.api.get("/me")["person"]["picture"] == address


def test_another_picture_has_another_address_and_the_old_one_shows_it_too(cast: Cast) -> None:
    ada = cast.ada.member(cast.bikes)
    first, second = (put(cast.ada, cast.bikes, ada, data)["picture"] for data in (png(), WEBP))
    assert first != second
    assert look(first).content == look(second).content == WEBP


def test_a_removed_picture_is_nowhere(cast: Cast) -> None:
    ben = cast.ben.member(cast.bikes)
    path = f"/workspaces/{cast.bikes.id}/members/{ben.id}"
    address = put(cast.ben, cast.bikes, ben, png())["picture"]
    assert cast.ben.api.delete(f"{path}/picture")["picture"] == ""
    assert look(address).status_code == 404
    address = put(cast.ben, cast.bikes, ben, png())["picture"]
    assert cast.ada.api.delete(path).status == 204
    assert look(address).status_code == 404


def test_agents_choose_their_own_face_and_nobody_elses(cast: Cast) -> None:
    ada, ben = cast.ada.member(cast.bikes), cast.ben.member(cast.bikes)
    assert put(cast.ben, cast.bikes, ben, png()).status == 200
    assert put(cast.ben, cast.bikes, ada, png()).code == "forbidden"
    cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben.id}", role="admin")
    assert put(cast.ben, cast.bikes, ada, png()).code == "forbidden"  # an owner's is an owner's to change


@pytest.mark.parametrize("address", ["/pictures/x/1", "/pictures/x/", "/pictures/x/0x1", "/pictures/%00/1"])
def test_other_addresses_lead_nowhere(cast: Cast, address: str) -> None:
    assert look(address).status_code == 404
