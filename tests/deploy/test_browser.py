"""The widget on somebody else's website, both of them on TLS: what a person meets."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.deploy.deployment import OWNER, Deployment
from tests.journeys.chromium import chromium, found, new_profile
from tests.journeys.elsewhere import a_page_elsewhere
from tests.journeys.visitor import OPEN_SHADOWS, Visitor
from tests.until import PATIENCE
from troth.client import Agent

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.slow, pytest.mark.postgres]
SHOP = "shop.example"


@pytest_asyncio.fixture(loop_scope="package")
async def browser(running: Deployment) -> AsyncIterator[Browser]:
    """One that knows the shop's address and the key of the certificate."""
    if found() is None:
        pytest.skip("no Chromium: apt-get install chromium")
    known = f"--host-resolver-rules=MAP {SHOP} 127.0.0.1"
    async with chromium(known, f"--ignore-certificate-errors-spki-list={running.authority.pin}") as started:
        yield started


async def test_a_visitor_of_a_shop_talks_to_the_agent(running: Deployment, browser: Browser) -> None:
    context = await new_profile(browser, locale="en", viewport={"width": 1280, "height": 860})
    await context.add_init_script(OPEN_SHADOWS)
    page = await context.new_page()
    vi = Visitor(running.webs[0], context, page, running.site, "en")
    with a_page_elsewhere(f"{running.url}/w/{running.site}.js", name=SHOP, tls=running.authority.serving()) as shop:
        async with await Agent.sign_in(running.url, OWNER, running.password, patience=PATIENCE) as eve:
            await eve.set_available(True)
            await page.goto(shop)
            await vi.open()
            await vi.begin("Is this private?", name="Vi", email="vi@example.net")
            await vi.kept()
            talk = await eve.talk(await vi.conversation())
            await talk.join()
            await talk.say("From your browser to us.")
            await vi.hears("From your browser to us.")
    await context.close()
