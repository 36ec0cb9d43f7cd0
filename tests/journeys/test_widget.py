"""What a visitor meets for the first time: what was not sent, who answers, what was refused, on a narrow screen."""

import pytest
from playwright.async_api import Browser, FilePayload, Locator, expect

from tests.journeys.agent import Desk
from tests.journeys.visitor import Visitor
from tests.process import Troth
from troth.client import Agent

pytestmark = pytest.mark.usefixtures("staffed")
NARROW = {"width": 320, "height": 568}
OUTSIDE = """all => all.filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || one.scrollWidth > one.clientWidth + 1;
}).map(one => one.textContent)"""


# Where the link stands to what can be written into, and whether it is drawn where it can be seen.
MET_FIRST = """link => {
    const first = document.querySelector('form.card').querySelector('input, textarea, select');
    const {left, top, width, height} = link.getClientRects()[0];
    const drawn = document.elementFromPoint(left + width / 2, top + height / 2);
    return Boolean(link.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) && link.contains(drawn);
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_policy_is_met_before_anything_that_can_be_written_into(
    browser: Browser, server: Troth, language: str
) -> None:
    for size in ({"width": 1280, "height": 860}, NARROW):
        async with Visitor.visits(browser, server, language=language, viewport=size) as vi:
            await vi.open()
            link = vi.panel.get_by_role("link", name=vi.t("start.policy"))
            await expect(link).to_be_visible()
            assert await link.evaluate(MET_FIRST)
            await vi.page.keyboard.press("Shift+Tab")  # from the first field, which has the focus
            await expect(link).to_be_focused()


async def test_words_that_missed_the_end_begin_a_new_chat(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.page.clock.install()
        await vi.open()
        await vi.begin("one more thing", about="Repair", name="Vi", email="vi@example.net")
        await vi.kept()
        first = await vi.conversation()
        talk = await ada.talk(first)
        await talk.join()
        await vi.hears("one more thing")
        await vi.context.set_offline(True)
        await vi.say("is the bell included?")
        await vi.page.clock.fast_forward("10:00")
        await talk.close()
        await vi.context.set_offline(False)
        await vi.page.clock.fast_forward("10:00")
        await expect(vi.panel.get_by_text(vi.t("failed.closed"))).to_be_visible()
        await expect(vi.button("failed.retry")).to_have_count(0)
        await vi.button("failed.anew").click()
        await vi.hears("is the bell included?")
        await vi.kept()
        assert await vi.lines() == ["is the bell included?"]
        second = await ada.conversation(await vi.conversation())
        assert second.id != first
        assert (second.visitor.name, second.visitor.email) == ("Vi", "vi@example.net")


async def test_what_was_sent_says_so_until_one_speaks_again(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("how long does it take?", about="Repair")
        await vi.kept()
        await expect(vi.panel.get_by_text(vi.t("awaited", name="Harbour Bikes workshop"))).to_be_visible()
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        await expect(vi.panel.locator(".joined")).to_be_visible()
        await expect(vi.panel.locator(".awaited")).to_have_count(0)
        await vi.kept()
        await talk.say("an hour")
        await vi.hears("an hour")
        talk.mark(seen=talk.last)
        await expect(vi.state).to_have_text(vi.t("state.seen"))
        await vi.say("good")
        await vi.kept()
        await expect(vi.panel.locator(".log .state")).to_have_count(1)


async def test_the_pill_counts_messages_and_nothing_else(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server, viewport=NARROW) as vi:
        await vi.open()
        await vi.begin("\n".join(["a long story"] * 40), about="Repair")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        await vi.panel.locator(".log").evaluate("log => { log.scrollTop = 0 }")
        await talk.join()
        await talk.say("I see")
        await talk.say("we can do that")
        await expect(vi.panel.locator(".pill")).to_have_text(vi.t("log.new", n=2))
        await talk.close()
        await expect(vi.panel.get_by_text(vi.t("head.closed"))).to_be_visible()
        await expect(vi.panel.locator(".pill")).to_have_text(vi.t("log.new", n=2))


async def test_who_left_no_address_is_asked_for_one_after_a_minute(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.page.clock.install()
        await vi.open()
        await vi.begin("is anybody there?", about="Repair")
        await vi.kept()
        await expect(vi.button("awaited.act")).to_have_count(0)
        await vi.page.clock.fast_forward("01:05")
        await vi.button("awaited.act").click()
        await vi.panel.get_by_label(vi.t("transcript.address")).fill("vi@example.net")
        await vi.button("transcript.send").click()
        said = vi.t("awaited.mail", name="Harbour Bikes workshop", address="vi@example.net")
        await expect(vi.panel.get_by_text(said)).to_be_visible()


async def test_while_the_line_is_away_nobody_is_said_to_be_there(browser: Browser, server: Troth, ada: Agent) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.page.clock.install()
        await vi.open()
        await vi.begin("the train goes into a tunnel", about="Repair")
        await vi.kept()
        await (await ada.talk(await vi.conversation())).join()
        dot = vi.panel.locator("header .dot")
        await expect(dot).to_have_class("dot on")
        await vi.context.set_offline(True)
        await vi.page.clock.fast_forward("10:00")
        await expect(dot).to_have_class("dot")
        await expect(vi.panel.locator("header")).to_contain_text(vi.t("head.lost"))
        await vi.context.set_offline(False)
        await vi.page.clock.fast_forward("10:00")
        await expect(dot).to_have_class("dot on")


async def test_a_refused_file_stays_marked_and_holds_nothing_up(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("two files", about="Repair")
        await vi.kept()
        disguised = FilePayload(name="evil.svg", mimeType="image/png", buffer=b"<svg onload='alert(1)'/>")
        empty = FilePayload(name="empty.txt", mimeType="text/plain", buffer=b"")
        offer = FilePayload(name="offer.txt", mimeType="text/plain", buffer=b"38 euro")
        await vi.panel.locator("input[type=file]").set_input_files(files=[disguised, empty, offer])
        await expect(vi.panel.locator(".tray li.failed")).to_have_count(2)
        await expect(vi.panel.get_by_text(vi.t("upload.empty"))).to_be_visible()
        await expect(vi.panel.locator(".tray .icon-retry")).to_have_count(0)
        await vi.button("composer.send").click()
        await expect(vi.panel.locator(".log .file")).to_have_count(1)
        await vi.kept()
        await expect(vi.panel.locator(".tray li")).to_have_count(2)
        await vi.panel.get_by_role("button", name=vi.t("upload.remove", name="evil.svg")).click()
        await expect(vi.panel.locator(".tray li")).to_have_count(1)


async def test_files_in_the_tray_outlive_a_question(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("a file, later", about="Repair")
        await vi.kept()
        offer = FilePayload(name="offer.txt", mimeType="text/plain", buffer=b"38 euro")
        await vi.panel.locator("input[type=file]").set_input_files(files=[offer])
        await expect(vi.panel.locator(".tray progress")).to_have_count(0)
        await vi.choose("menu.transcript")
        await expect(vi.composer).to_have_count(0)
        await vi.button("transcript.back").click()
        await expect(vi.composer).to_be_focused()
        await vi.button("composer.send").click()
        await expect(vi.panel.locator(".log .file")).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_end_fits_a_narrow_screen_also_in_longer_words(
    browser: Browser, server: Troth, ada: Agent, language: str
) -> None:
    async with Visitor.visits(browser, server, language=language, viewport=NARROW) as vi:
        await vi.open()
        await vi.begin("that is all", about="Repair")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        await talk.join()
        await talk.close()
        await expect(vi.button("ended.again")).to_be_visible()
        buttons = vi.panel.locator(".acts button")
        assert await buttons.evaluate_all(OUTSIDE) == []
        for word in ("Benachrichtigungseinstellungen", "und noch einige weitere Wörter dahinter"):
            await buttons.evaluate_all("(all, word) => all.forEach(one => one.append(' ' + word))", word)
            assert await buttons.evaluate_all(OUTSIDE) == []


async def test_an_empty_field_begins_where_the_language_does_and_a_written_one_where_its_words_do(
    browser: Browser, server: Troth
) -> None:
    async with Visitor.visits(browser, server, language="ar") as vi:
        await vi.open()
        first = vi.panel.locator('textarea[name="text"]')
        await expect(first).to_have_css("direction", "rtl")
        await first.fill("my wheel")
        await expect(first).to_have_css("direction", "ltr")
        await vi.begin("my wheel", about="Repair")
        await vi.kept()
        await expect(vi.composer).to_have_css("direction", "rtl")
        await vi.composer.fill("hello")
        await expect(vi.composer).to_have_css("direction", "ltr")


async def test_a_file_s_name_stands_beside_its_size_in_both_directions(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server, language="ar") as vi:
        await vi.open()
        await vi.begin("a file", about="Repair")
        await vi.kept()
        offer = FilePayload(name="offer.txt", mimeType="text/plain", buffer=b"38 euro")
        await vi.panel.locator("input[type=file]").set_input_files(files=[offer])
        edges = """name => [...name.children].map(part => {
            const words = document.createRange();
            words.selectNodeContents(part);
            return Math.round(words.getBoundingClientRect().right);
        })"""
        await expect(vi.panel.locator(".tray progress")).to_have_count(0)
        tray = await vi.panel.locator(".tray .name").evaluate(edges)
        await vi.button("composer.send").click()
        card = await vi.panel.locator(".log .file .name").evaluate(edges)
        assert tray[0] == tray[1]
        assert card[0] == card[1]


async def test_the_sound_is_on_and_stays_off_once_turned_off(browser: Browser, server: Troth) -> None:
    async with Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("quiet, please", about="Repair")
        await vi.kept()
        await vi.choose("menu.mute")
        await vi.page.reload()
        await vi.hears("quiet, please")
        await vi.choose("menu.sound")


async def test_half_written_words_outlive_the_end(browser: Browser, server: Troth) -> None:
    async with Desk.of(browser, server) as ada, Visitor.visits(browser, server) as vi:
        await vi.open()
        await vi.begin("thank you", about="Repair")
        await vi.kept()
        await ada.open(await vi.conversation())
        await ada.take()
        await vi.composer.fill("and could you al")
        await ada.close()
        await vi.button("ended.again").click()
        await expect(vi.panel.locator("textarea[name=text]")).to_have_value("and could you al")


async def test_a_low_screen_has_room_for_all_that_is_asked(browser: Browser, server: Troth, ada: Agent) -> None:
    """A phone on its side, or a page at four times its size."""
    async with Visitor.visits(browser, server, viewport={"width": 568, "height": 320}) as vi:
        await vi.open()
        await vi.begin("lying on its side", about="Repair")
        await vi.kept()
        talk = await ada.talk(await vi.conversation())
        head = vi.panel.locator("header")
        await vi.choose("menu.transcript")
        await _reached(vi.button("transcript.send"))
        await expect(head).to_be_in_viewport(ratio=0.9)
        await vi.button("transcript.back").click()
        await vi.button("composer.emoji").click()
        await _reached(vi.button("composer.send"))
        await expect(head).to_be_in_viewport(ratio=0.9)
        await talk.close()
        await vi.panel.get_by_title(vi.t("rate.4"), exact=True).click()
        await _reached(vi.button("rate.send"))
        await _reached(vi.button("ended.again"))
        await expect(head).to_be_in_viewport(ratio=0.9)


async def _reached(there: Locator) -> None:
    await there.scroll_into_view_if_needed()
    await expect(there).to_be_in_viewport(ratio=0.9)
