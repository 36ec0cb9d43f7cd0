"""Files: what is taken, under which name, who may fetch it, and how it is sent."""

import asyncio
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Agent, Cast, Guest
from tests.conversations.talk import close, events, join, opened, say
from troth.conversations.file_name import kept_name
from troth.conversations.files import place_of
from troth.conversations.sniff import sniff
from troth.filestore import FileStore, Missing, open_store
from troth.gateway.doors import Download
from troth.kernel import clock, config
from troth.kernel.errors import Busy, Closed, NotFound, TooLarge, TooMany, TrothError, Unsupported
from troth.kernel.ids import new_id
from troth.kernel.pictures import picture_size
from troth.log import Log
from troth.project.desk import desk
from troth.project.errands import Errands
from troth.project.hourly import forget_unnamed_files
from troth.wire.events import FileRef


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x7f\x00\x40" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def upload(who: Agent | Guest, talk: UUID, name: str = "photo.png", data: bytes | None = None) -> FileRef:
    begun = desk.begin_upload(who.asker, talk, name, "text/html", None)
    sealed = desk.seal_upload(who.asker, begun, png() if data is None else data)
    store().put(sealed.place, sealed.box)
    desk.keep_upload(sealed.id)
    return sealed.ref


def store() -> FileStore:
    return open_store(config.current().files)


def fetched(secret: str) -> Download:
    wanted = desk.redeem(secret)
    return desk.opened(wanted, store().get(wanted.place))


def there(file: UUID) -> bool:
    try:
        store().get(place_of(file))
    except Missing:
        return False
    return True


def ticket(who: Agent | Guest, file: UUID) -> str:
    answer = who.api.post(f"/files/{file}/tickets")
    assert answer.status == 201, answer
    assert answer["url"].startswith(f"{config.current().base_url}/api/v1/files/")
    return str(answer["url"]).rpartition("/")[2]


def test_a_picture_goes_from_one_to_the_other(cast: Cast) -> None:
    talk = opened(cast.vi)
    ref = upload(cast.vi, talk)
    assert (ref.name, ref.type, ref.size, ref.width, ref.height) == ("photo.png", "image/png", len(png()), 3, 2)
    assert png()[:8] not in store().get(place_of(ref.id))  # sealed
    answer = say(cast.vi, talk, "", files=[ref.id])
    assert answer.status == 201, answer
    said = events(cast.ben, talk)[-1]["body"]
    assert said["files"] == [
        {"id": str(ref.id), "name": "photo.png", "type": "image/png", "size": ref.size, "width": 3, "height": 2}
    ]
    got = fetched(ticket(cast.ben, ref.id))
    assert b"".join(got.chunks) == png()
    assert got.headers["Content-Disposition"] == "inline; filename*=UTF-8''photo.png"


def test_a_repeated_message_with_files_is_the_same_message(cast: Cast) -> None:
    talk, client_id = opened(cast.vi), new_id()
    ref = upload(cast.vi, talk)
    first, again = (say(cast.vi, talk, "Here", files=[ref.id], client_id=client_id) for _ in range(2))
    assert (first.status, again.status, first["seq"]) == (201, 200, again["seq"])
    other = say(cast.vi, talk, "Here too", files=[ref.id])
    assert (other.status, other.code) == (409, "conflict")


def test_only_own_uploads_of_this_conversation_are_named(cast: Cast) -> None:
    talk, elsewhere = opened(cast.vi), opened(cast.vi)
    join(cast.ada, talk)
    theirs, other = upload(cast.ada, talk), upload(cast.vi, elsewhere)
    for files in ([theirs.id], [other.id], [new_id()], [theirs.id, theirs.id]):
        refused = say(cast.vi, talk, "Look", files=files)
        assert (refused.status, "files" in refused["fields"]) == (422, True)
    too_many = say(cast.vi, talk, "Look", files=[new_id() for _ in range(11)])
    assert too_many.status == 422


def test_an_upload_that_no_message_names_is_seen_by_its_author_alone(cast: Cast) -> None:
    talk = opened(cast.vi)
    ref = upload(cast.vi, talk)
    assert cast.ada.api.post(f"/files/{ref.id}/tickets").status == 404
    assert cast.vi.api.post(f"/files/{ref.id}/tickets").status == 201
    say(cast.vi, talk, "", files=[ref.id])
    assert cast.ada.api.post(f"/files/{ref.id}/tickets").status == 201
    for stranger in (cast.cy, cast.val, cast.zoe):
        assert stranger.api.post(f"/files/{ref.id}/tickets").status == 404


def test_a_ticket_works_once_and_for_a_minute(cast: Cast) -> None:
    talk = opened(cast.vi)
    ref = upload(cast.vi, talk)
    once = ticket(cast.vi, ref.id)
    desk.redeem(once)
    with pytest.raises(NotFound):
        desk.redeem(once)
    late = ticket(cast.vi, ref.id)
    at = clock.now() + timedelta(seconds=61)
    clock.set_clock(lambda: at)
    try:
        with pytest.raises(NotFound):
            desk.redeem(late)
    finally:
        clock.set_clock(None)
    for wrong in ("", "x", "../../etc/passwd", str(ref.id)):
        with pytest.raises(NotFound):
            desk.redeem(wrong)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", png(), "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("a.gif", b"GIF89a" + b"\0" * 20, "image/gif"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "image/webp"),
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.zip", archive("a.txt"), "application/zip"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.txt", "Grüße, 你好, مرحبا".encode(), "text/plain"),
        ("a.csv", b"a;b\n1;2\n", "text/csv"),
        ("a", b"no ending", "text/plain"),
    ],
)
def test_files_are_taken_by_what_is_in_them(company: Cast, name: str, data: bytes, kind: str) -> None:
    talk = opened(company.vi)
    ref = upload(company.vi, talk, name, data)
    assert kind in ref.type or ref.type.endswith({"docx": "wordprocessingml.document"}.get(kind, "spreadsheetml.sheet"))
    got = fetched(ticket(company.vi, ref.id))
    assert b"".join(got.chunks) == data
    shown = "inline" if ref.type.startswith("image/") else "attachment"
    assert got.headers["Content-Disposition"].startswith(f"{shown};")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.txt", b"\n  <html>"),
        ("a.txt", b"\xef\xbb\xbf<svg>"),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.exe", b"MZ\x90\0" + b"\0" * 100),
        ("a.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("a.png.exe", png()),
        ("a.bat", b"del everything"),
        ("a.html", b"looks like text"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.txt", b"\xff\xfe\x00b"),
        ("a.jpg", png()),
    ],
)
def test_what_is_not_on_the_list_or_pretends_is_refused(company: Cast, name: str, data: bytes) -> None:
    talk = opened(company.vi)
    with pytest.raises(Unsupported):
        upload(company.vi, talk, name, data)


def test_a_site_narrows_what_it_takes(cast: Cast) -> None:
    path = f"/workspaces/{cast.bikes.id}/sites/{cast.bikes_site.id}"
    changed = cast.ada.api.patch(path, files={"max_size": 1024, "types": ["image/png"]})
    assert changed.status == 200, changed
    talk = opened(cast.vi)
    with pytest.raises(Unsupported):
        upload(cast.vi, talk, "a.txt", b"plain")
    for size in (1025, 10**12):
        with pytest.raises(TooLarge):
            desk.begin_upload(cast.vi.asker, talk, "a.png", "image/png", size)
    with pytest.raises(TooLarge):
        upload(cast.vi, talk, "a.png", png() + b"\0" * 1025)
    assert desk.begin_upload(cast.vi.asker, talk, "a.png", "image/png", None).limit == 1024


def test_uploads_need_a_right_and_an_open_conversation(cast: Cast) -> None:
    talk = opened(cast.vi)
    for stranger in (cast.cy, cast.val, cast.zoe):
        with pytest.raises(NotFound):
            upload(stranger, talk)
    begun = desk.begin_upload(cast.vi.asker, talk, "a.png", "image/png", None)
    with pytest.raises(NotFound):
        desk.seal_upload(cast.val.asker, begun, png())
    with pytest.raises(TrothError):
        upload(cast.vi, talk, "empty.txt", b"")
    close(cast.vi, talk)
    with pytest.raises(Closed):
        upload(cast.vi, talk)


def test_a_visitor_uploads_few_files_an_hour(cast: Cast) -> None:
    talk = opened(cast.vi)
    for _ in range(config.current().limits.visitor_files):
        upload(cast.vi, talk)
    with pytest.raises(TooMany):
        upload(cast.vi, talk)
    upload(cast.ada, talk)


async def in_a_thread(act: Callable[..., Any], *args: Any) -> Any:
    errands = Errands(1)
    try:
        return await errands.run(act, *args)
    finally:
        await asyncio.to_thread(errands.stop)


def test_what_no_message_names_within_a_day_is_forgotten(cast: Cast) -> None:
    """Also what a crash left: its row was there before its bytes."""
    talk = opened(cast.vi)
    named, unnamed = upload(cast.vi, talk), upload(cast.vi, talk)
    say(cast.vi, talk, "", files=[named.id])
    cut = desk.seal_upload(cast.vi.asker, desk.begin_upload(cast.vi.asker, talk, "a.png", "", None), png())
    store().put(cut.place, cut.box)
    assert say(cast.vi, talk, "", files=[cut.id]).status == 422
    assert cast.vi.api.post(f"/files/{cut.id}/tickets").status == 404
    at = clock.now() + timedelta(hours=25)
    clock.set_clock(lambda: at)
    try:
        asyncio.run(forget_unnamed_files(in_a_thread, store()))
    finally:
        clock.set_clock(None)
    assert [there(one) for one in (named.id, unnamed.id, cut.id)] == [True, False, False]
    assert cast.vi.api.post(f"/files/{unnamed.id}/tickets").status == 404


def test_an_erased_visitor_takes_their_files_along(cast: Cast, log: Log) -> None:
    talk = opened(cast.vi)
    ref = upload(cast.vi, talk)
    say(cast.vi, talk, "", files=[ref.id])
    secret = ticket(cast.ada, ref.id)
    log.erase(cast.bikes.id, cast.vi.id)
    with pytest.raises(NotFound):
        desk.redeem(secret)


def test_no_upload_is_taken_where_the_disk_is_nearly_full(cast: Cast, limited: Callable[..., None]) -> None:
    talk = opened(cast.vi)
    limited(free_space=2**60)
    with pytest.raises(Busy):
        upload(cast.vi, talk)
    assert say(cast.vi, talk, "Words still are").status == 201


def test_a_ticket_is_of_who_asked_for_it_as_long_as_they_work_here(cast: Cast) -> None:
    talk = opened(cast.vi)
    ref = upload(cast.vi, talk)
    say(cast.vi, talk, "", files=[ref.id])
    bens, adas, own = ticket(cast.ben, ref.id), ticket(cast.ada, ref.id), ticket(cast.vi, ref.id)
    member = cast.ben.member(cast.bikes).id
    assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{member}").status == 204
    with pytest.raises(NotFound):
        desk.redeem(bens)
    for secret in (adas, own):
        assert b"".join(fetched(secret).chunks) == png()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.png", "a.png"),
        ("a\x00b\r\nc.png", "abc.png"),
        ("gpj.\u202eexe.png", "gpj.exe.png"),
        ("", "file"),
        ("...", "file"),
        ('a"b<c>.png', "a_b_c_.png"),
        ("ملف.pdf", "ملف.pdf"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
        ("card 4111 1111 1111 1111.png", "card •••• 1111.png"),
        ("x" * 187 + "4111111111111111.png", "x" * 187 + "•••• 1111.png"),
    ],
)
def test_names_are_kept_without_their_traps(name: str, kept: str) -> None:
    assert kept_name(name) == kept


def test_sizes_of_pictures_are_read_without_trust() -> None:
    assert picture_size(png(640, 480), "image/png") == (640, 480)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
    assert picture_size(jpeg, "image/jpeg") == (32, 16)
    for kind in ("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"):
        for data in (b"", b"\xff" * 40, b"RIFFxxxxWEBPVP8X", jpeg[:9]):
            width, height = picture_size(data, kind)
            assert width >= 0
            assert height >= 0
    assert sniff(b"", "") == "text/plain"


def test_a_file_made_to_be_slow_to_look_at_is_not_looked_at_for_long() -> None:
    frame = b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
    assert picture_size(b"\xff\xd8" + b"\xff" * 900 + frame, "image/jpeg") == (32, 16)
    assert picture_size(b"\xff\xd8" + b"\xff" * 1100 + frame, "image/jpeg") == (0, 0)
    names = ["[Content_Types].xml", "word/document.xml"]
    assert str(sniff(archive(*names), "docx")).endswith("wordprocessingml.document")
    assert sniff(archive(*names, *(f"{n}" for n in range(10_000))), "docx") == "application/zip"
    assert sniff(b"bell\x07", "txt") is None
    assert sniff(b"tab\tpage\x0cline\r\n", "txt") == "text/plain"
