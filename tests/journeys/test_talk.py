"""What else belongs to a talk: forms, files, typing, marks, masking, rating, transcript, closing, strict pages."""

import asyncio
import base64
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Download, FilePayload, expect

from tests.journeys.agent import Desk
from tests.journeys.mail import captured
from tests.journeys.visitor import TEA, Visitor
from tests.process import Troth
from troth.client import Agent
from troth.proofs import verify

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.mark.usefixtures("staffed")
async def test_the_form_says_what_is_missing_and_keeps_what_was_written(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server, "/demo/2", key=TEA) as vi:
        await vi.open()
        await vi.fill(email="vi@example")
        await vi.panel.locator("textarea[name=text]").fill("is the oolong back?")
        await vi.button("start.send").click()
        await expect(vi.panel.get_by_text(vi.t("field.empty"))).to_be_visible()
        await expect(vi.panel.get_by_text(vi.t("field.email"))).to_be_visible()
        await expect(vi.panel.locator("[name=name]")).to_be_focused()
        await expect(vi.panel.locator("[name=name]")).to_have_attribute("aria-invalid", "true")
        await vi.begin("is the oolong back?", name="Vi", email="vi@example.net")
        await vi.kept()


async def test_when_nobody_is_there_the_form_becomes_a_conversation(
    browser: Browser, server: Troth, ada: Agent
) -> None:
    await ada.set_available(False)
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await expect(vi.panel.get_by_text(vi.t("head.away"))).to_be_visible()
        await vi.begin("call me back about the tandem", email="vi@example.net")
        await vi.kept()
        await expect(vi.panel.get_by_text(vi.t("line.offline"))).to_be_visible()
        found = await ada.conversation(await vi.conversation())
        assert found.offline
        assert found.visitor.email == "vi@example.net"
        talk = await ada.talk(found.id)
        await talk.join()
        await talk.say("we will, at five")
        await vi.hears("we will, at five")


async def test_both_see_who_types_and_what_was_seen(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("a question", about="Repair", name="Typist")
        await vi.kept()
        await ada.open(await vi.conversation())
        await ada.say("an answer")
        await expect(ada.log.get_by_text(ada.t("seen"))).to_be_visible()
        await vi.composer.press_sequentially("hm")
        await expect(ada.page.get_by_text(ada.t("talk.typing", "one", names="Typist"))).to_be_visible()
        await vi.composer.fill("")
        await ada.composer.press_sequentially("let me look")
        await expect(vi.panel.get_by_text(vi.t("log.typing"))).to_be_attached()
        await vi.say("take your time")
        await expect(vi.state).to_have_text(vi.t("state.seen"))


async def test_files_go_both_ways_and_are_only_ever_saved(browser: Browser, server: Troth, tmp_path: Path) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("here is the wheel", about="Repair")
        await vi.kept()
        await ada.open(await vi.conversation())
        await ada.take()

        picture = FilePayload(name="wheel.png", mimeType="image/png", buffer=PNG)
        await vi.panel.locator("input[type=file]").set_input_files(files=[picture])
        await expect(vi.panel.locator(".tray progress")).to_have_count(0)
        await vi.button("composer.send").click()
        await expect(vi.panel.locator(".log .file img")).to_be_visible()
        await expect(ada.log.get_by_role("button", name="wheel.png").first).to_be_visible()
        await ada.page.get_by_role("button", name=ada.t("file.look", name="wheel.png")).click()
        async with ada.page.expect_download() as saving:
            await ada.page.get_by_role("link", name=ada.t("file.save")).click()
        assert await _saved(await saving.value) == PNG

        await ada.page.keyboard.press("Escape")

        script = FilePayload(name="evil.svg", mimeType="image/png", buffer=b"<svg onload='alert(1)'/>")
        await vi.panel.locator("input[type=file]").set_input_files(files=[script])
        await expect(vi.panel.locator(".tray li.failed")).to_be_visible()
        await vi.panel.get_by_role("button", name=vi.t("upload.remove", name="evil.svg")).click()

        async with ada.page.expect_file_chooser() as choosing:
            await ada.button("file.attach").click()
        (tmp_path / "offer.txt").write_text("38 euro")
        await (await choosing.value).set_files(tmp_path / "offer.txt")
        await expect(ada.page.get_by_role("button", name=ada.t("file.remove", name="offer.txt"))).to_be_visible()
        await ada.say("our offer")
        async with vi.page.expect_download() as saving:
            await vi.panel.get_by_role("button", name=vi.t("file.save", name="offer.txt")).click()
        assert await _saved(await saving.value) == b"38 euro"


async def test_a_transcript_is_saved_with_its_proof(browser: Browser, server: Troth, tmp_path: Path) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("keep this in writing", about="Repair")
        await vi.kept()
        await ada.open(await vi.conversation())
        await ada.page.locator("header").get_by_role("button", name=ada.t("more"), exact=True).click()
        await ada.page.get_by_role("menuitem", name=ada.t("act.talk.transcript")).click()
        async with ada.page.expect_download() as saving:
            await ada.button("transcript.proven.page").click()
        file = tmp_path / (await saving.value).suggested_filename
        file.write_bytes(await _saved(await saving.value))
        key = await (await ada.page.request.get(f"{server.url}/.well-known/troth-transcripts")).text()
        assert verify.main([str(file), "--key", key]) == 0
        file.write_bytes(file.read_bytes().replace(b"in writing", b"in mind"))
        assert verify.main([str(file), "--key", key]) == 1


async def _saved(download: Download) -> bytes:
    return await asyncio.to_thread(Path(await download.path()).read_bytes)


async def test_a_card_number_is_masked_for_both_and_the_sender_is_told(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("I want to pay", about="An order")
        await vi.kept()
        await ada.open(await vi.conversation())
        await vi.composer.fill("my card is 4111 1111 1111 1111, thanks")
        await vi.composer.press("Enter")
        await expect(vi.panel.get_by_text(vi.t("masked"))).to_be_visible()
        await vi.hears("my card is •••• 1111, thanks")
        await ada.hears("my card is •••• 1111, thanks")
        assert "4111" not in await ada.page.content()


async def test_script_and_markup_are_shown_as_the_text_they_are(browser: Browser, server: Troth) -> None:
    nasty = [
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "&lt;b&gt;",
        "\u202egnp.exe",
        "👩‍👩‍👧‍👦",
        "مرحبا <b>",
    ]
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        shown: list[str] = []
        for page in (vi.page, ada.page):
            page.on("dialog", lambda dialog: shown.append(dialog.message))
        await vi.open()
        await vi.begin(nasty[0], about="Repair", name="<script>alert(2)</script>")
        await vi.kept()
        await ada.open(await vi.conversation())
        for one in nasty[1:]:
            await vi.say(one)
            await ada.hears(one)
        assert [line.strip() for line in await ada.bubbles.all_text_contents()] == nasty
        assert [line.strip() for line in await vi.bubbles.all_text_contents()] == nasty
        await expect(ada.page.get_by_role("heading", name="<script>alert(2)</script>").first).to_be_visible()
        assert shown == []


@pytest.mark.usefixtures("staffed")
async def test_the_visitor_ends_rates_and_has_the_transcript_mailed(
    browser: Browser, server: Troth, ada: Agent
) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("that was all I wanted to know", about="Repair")
        await vi.kept()
        conversation = await vi.conversation()
        await vi.choose("menu.end")
        await vi.panel.get_by_role("alertdialog").get_by_role("button", name=vi.t("end.act")).click()
        await expect(vi.panel.get_by_text(vi.t("line.closed.you"))).to_be_visible()

        await vi.panel.get_by_title(vi.t("rate.4"), exact=True).click()
        await vi.button("rate.send").click()
        await expect(vi.panel.get_by_text(vi.t("rate.done"))).to_be_visible()

        await vi.button("ended.transcript").click()
        await vi.panel.get_by_label(vi.t("transcript.address")).fill("vi+own@example.net")
        await vi.button("transcript.send").click()
        await expect(vi.panel.get_by_text(vi.t("line.transcript", address="vi+own@example.net"))).to_be_visible()
        assert "that was all I wanted to know" in await captured(server, to="vi+own@example.net")

        found = await ada.conversation(conversation)
        assert found.state == "closed"
        assert found.rating is not None
        assert found.rating.score == 4
        await vi.button("ended.again").click()
        await expect(vi.panel.locator("form.card")).to_be_visible()


async def test_notes_stay_with_the_team_and_a_closed_talk_can_be_reopened(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("anybody?", about="Repair", name="Vi")
        await vi.kept()
        await ada.open(await vi.conversation())
        await ada.take()
        await ada.page.get_by_role("button", name=ada.t("composer.note"), exact=True).click()
        await ada.composer.fill("she was here last week")
        await ada.composer.press("Enter")
        await expect(ada.log.get_by_text("she was here last week")).to_be_visible()
        await expect(ada.log.get_by_text(ada.t("note.only"))).to_be_visible()
        await ada.close()
        await expect(vi.panel.get_by_text(vi.t("line.closed"), exact=True)).to_be_visible()
        await ada.page.get_by_role("button", name=ada.t("act.talk.reopen")).first.click()
        await expect(vi.composer).to_be_visible()
        await vi.say("good that you are back")
        await ada.hears("good that you are back")
        assert "last week" not in await vi.panel.locator("main").inner_text()


@pytest.mark.usefixtures("staffed")
async def test_a_host_page_with_a_strict_policy_shows_the_widget(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server, "/demo/strict") as vi:
        said: list[str] = []
        vi.page.on("console", lambda message: said.append(message.text))
        await vi.page.reload()
        await vi.open()
        await vi.begin("a strict house", about="Repair")
        await vi.kept()
        assert [one for one in said if re.search("Content Security Policy|Refused", one)] == []


async def test_an_agent_who_is_removed_sees_nothing_more(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Desk.of(browser, server, "ben") as ben, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("is Ben there?", about="Repair")
        await vi.kept()
        conversation = await vi.conversation()
        await ben.open(conversation)
        me = await ada.me()
        harbour = next(one.workspace.id for one in me.memberships if one.workspace.name == "Harbour Bikes")
        members = await ada.calls.call(
            "GET", f"/api/v1/workspaces/{harbour}/members", dict, headers=await ada._credential(False)
        )
        member = next(one["id"] for one in members["items"] if one["name"].startswith("Ben"))
        await ada.calls.call(
            "DELETE", f"/api/v1/workspaces/{harbour}/members/{member}", type(None), headers=await ada._credential(False)
        )
        await expect(ben.bubbles).to_have_count(0)
        await vi.say("nobody but Ada reads this")
        await vi.kept()
        assert "nobody but Ada" not in await ben.page.content()
