"""The main job: a visitor and an agent talk in two browsers, the server is killed meanwhile, and nothing is lost."""

import re
from itertools import count

from playwright.async_api import Browser, expect

from tests.journeys.agent import Desk
from tests.journeys.dialogue import TURNS, twenty_turns
from tests.journeys.mail import captured
from tests.journeys.visitor import Visitor
from tests.process import Troth

TALL = {"width": 1440, "height": 2400}  # so that all twenty turns are drawn at once


async def test_twenty_turns_over_a_killed_server_and_a_changed_page(browser: Browser, own_server: Troth) -> None:
    server, said, turn = own_server, twenty_turns(), count()

    async with Desk.of(browser, server, viewport=TALL) as ada, Visitor.visits(browser, server, viewport=TALL) as vi:

        async def visitor_says() -> None:
            await vi.say(said[next(turn)])

        async def agent_hears_and_answers() -> None:
            now = next(turn)
            await ada.hears(said[now - 1])
            await ada.say(said[now])
            await vi.hears(said[now])

        await vi.open()
        await vi.begin(said[next(turn)], about="Repair", name="Vi", email="vi@example.net")
        await vi.kept()
        conversation = await vi.conversation()
        await ada.open(conversation)
        await agent_hears_and_answers()
        for _ in range(3):
            await visitor_says()
            await agent_hears_and_answers()

        await vi.page.get_by_role("link", name="Bikes", exact=True).click()
        await vi.page.wait_for_url("**/demo/bikes")
        await vi.hears(said[0])
        await visitor_says()
        await agent_hears_and_answers()

        # SIGKILL, and both write while nobody is there
        await server.kill()
        await visitor_says()
        await ada.say(said[next(turn)])
        await expect(vi.state).to_have_text(re.compile(f"{vi.t('state.sending')}|{vi.t('state.waiting')}"))
        await server.start()
        await vi.hears(said[11])
        await ada.hears(said[10])

        for _ in range(4):
            await visitor_says()
            await agent_hears_and_answers()
        assert next(turn) == TURNS

        await expect(ada.bubbles).to_have_count(TURNS)
        await expect(vi.bubbles).to_have_count(TURNS)
        heard, shown = await ada.lines(), await vi.lines()
        # the two written while the server was down may have arrived in either order
        assert sorted(heard[10:12]) == sorted(said[10:12])
        assert heard == shown
        assert heard[:10] + heard[12:] == said[:10] + said[12:]

        await ada.close()
        await vi.panel.get_by_title(vi.t("rate.5"), exact=True).click()
        await vi.panel.get_by_role("textbox", name=vi.t("rate.comment")).fill("Quick and kind")
        await vi.button("rate.send").click()
        await expect(vi.panel.get_by_text(vi.t("rate.done"))).to_be_visible()
        await expect(ada.log.get_by_text(ada.t("quiet.rated", name="Vi", score=5, of=5))).to_be_visible()

        mail = await captured(server, to="workshop@harbour-bikes.example")
        places = [mail.find(" ".join(one.split())) for one in shown]
        assert -1 not in places
        assert places == sorted(places)
