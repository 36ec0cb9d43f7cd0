"""Every state of both apps and the portal is pictured in light, dark, Arabic and on a phone, and axe finds nothing to
mend."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.journeys import drive_console, drive_portal
from tests.journeys.camera import Camera
from tests.journeys.drive_closing import ClosingStates
from tests.journeys.drive_privacy import PrivacyStates
from tests.journeys.drive_widget import DESKTOP, PHONE, WidgetStates
from tests.journeys.states import CLOSING, CONSOLE, PORTAL, PRIVACY, WIDGET
from tests.process import Troth, troth
from tests.until import PATIENCE
from troth.client import Agent


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def quiet_server() -> AsyncIterator[Troth]:
    """A server that has seen nothing yet; visitors here write as fast as a script does."""
    limits = {"VISITOR_BURST": "200", "VISITOR_RATE": "100", "ADDRESS_CODES": "60"}
    async with troth(**{f"TROTH_LIMIT_{name}": most for name, most in limits.items()}) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_widget_in_all_its_states(browser: Browser, quiet_server: Troth, language: str) -> None:
    camera = Camera("widget", language, DESKTOP, PHONE, frozenset(WIDGET))
    async with await Agent.sign_in(quiet_server.url, *quiet_server.person("ada"), patience=PATIENCE) as ada:
        await WidgetStates(browser, quiet_server, ada, camera).all()
    assert camera.missing() == set()
    assert camera.violations == [], "\n".join(camera.violations)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_console_in_all_its_states(browser: Browser, own_server: Troth, language: str) -> None:
    camera = Camera("console", language, drive_console.DESKTOP, drive_console.PHONE, frozenset(CONSOLE))
    async with await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada:
        await drive_console.ConsoleStates(browser, own_server, ada, camera).all()
    assert camera.missing() == set()
    assert camera.violations == [], "\n".join(camera.violations)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_portal_in_all_its_states(browser: Browser, quiet_server: Troth, language: str) -> None:
    camera = Camera("portal", language, drive_portal.DESKTOP, drive_portal.PHONE, frozenset(PORTAL))
    async with await Agent.sign_in(quiet_server.url, *quiet_server.person("ada"), patience=PATIENCE) as ada:
        await drive_portal.PortalStates(browser, quiet_server, ada, camera).all()
    assert camera.missing() == set()
    assert camera.violations == [], "\n".join(camera.violations)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_privacy_desk_in_all_its_states(browser: Browser, own_server: Troth, language: str) -> None:
    camera = Camera("privacy", language, drive_console.DESKTOP, drive_console.PHONE, frozenset(PRIVACY))
    async with await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada:
        await PrivacyStates(browser, own_server, ada, camera).all()
    assert camera.missing() == set()
    assert camera.violations == [], "\n".join(camera.violations)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_closing_of_a_workspace_in_all_its_states(browser: Browser, own_server: Troth, language: str) -> None:
    camera = Camera("closing", language, drive_console.DESKTOP, drive_console.PHONE, frozenset(CLOSING))
    async with await Agent.sign_in(own_server.url, *own_server.person("ada"), patience=PATIENCE) as ada:
        await ClosingStates(browser, own_server, ada, camera).all()
    assert camera.missing() == set()
    assert camera.violations == [], "\n".join(camera.violations)
