"""The way from the chat to the privacy notice of its site."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

SIZES = {"en": {"width": 1280, "height": 860}, "ar": {"width": 360, "height": 640}}
MOST = 12  # keys to the link
# What can be written into, or answered, and the link to the notice: where it is, and whether it can be seen and met.
LOOK = """() => {
    const link = [...document.links].find((one) => one.pathname.startsWith('/privacy/'));
    const first = document.querySelector('form.card :is(input, textarea, select), .answers button');
    if (!link) return {there: Boolean(first), href: ''};
    const {left, top, width, height} = link.getClientRects()[0] ?? link.getBoundingClientRect();  // of its first line
    const drawn = document.elementFromPoint(left + width / 2, top + height / 2);
    return {
        there: Boolean(first), href: link.pathname + link.search, text: link.innerText.trim(),
        seen: link.checkVisibility({opacityProperty: true, visibilityProperty: true}) && link.contains(drawn),
        before: Boolean(first && link.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
}"""
FOCUSED = "() => document.activeElement?.pathname ?? ''"
_WHO = re.compile(r'<section id="who">(.*?)</section>', re.S)
_JSON = re.compile(r'<script type="application/json" id="site">(.*?)</script>', re.S)


@scenario("notice-link", needs=("browser",))
def play(world: World) -> None:
    """Before anybody writes, each chat shows the way to the notice of its own site that is in force."""
    world.set_site(languages=list(SIZES))
    publish(world, world.workspace)
    with world.check("before_first_input"):
        for language, size in SIZES.items():
            before_first_input(world, language, size)
    with world.check("each_site_has_notice"):
        each_its_own(world)
    world.api("owner").must(
        "PUT", f"{world.at_workspace}/privacy/settings", time_zone="UTC", privacy_contact="privacy@shop.example"
    )
    second = publish(world, world.workspace)
    with world.check("in_every_channel"):
        assert second["number"] > 1, "there is no other notice than the one in force, so that nothing could be told"
        for staffed in (True, False):
            world.staffed = staffed
            there = "" if staffed else ", with nobody there"
            in_the_page(world, second, there, again=staffed)
            on_its_own(world, second, there)
        world.set_site(consent="ask")
        in_the_page(world, second, ", asked for consent")
        on_its_own(world, second, ", asked for consent")


def publish(world: World, workspace: Any) -> Any:
    return world.api("owner").must(
        "POST", f"/workspaces/{workspace['id']}/privacy/sites/{workspace['site']['id']}/notices"
    )


def before_first_input(world: World, language: str, size: Any) -> None:
    tab = world.tab(viewport=size)
    tab.go("" if language == "en" else f"/{language}")
    frame = opened(tab)
    link = frame.evaluate(LOOK)
    where = f"in a window of {size['width']} x {size['height']}"
    assert link["href"], f"the chat {where} shows no link to the notice"
    assert link["there"], "nothing can be written there, so that nothing could be told"
    assert link["before"], f"the link {where} comes after what can be written into"
    assert link["seen"], f"the link {where} can't be seen before somebody scrolls"
    arabic = bool(re.search("[\u0600-\u06ff]", link["text"]))
    right = bool(link["text"]) and arabic == (language == "ar")
    assert right, f"on a page in {language} the link says {link['text']!r}"
    assert reached(tab, frame, urlsplit(link["href"]).path), "the link can't be reached by keyboard"
    notice = popped_up(tab, lambda: tab.page.keyboard.press("Enter"))
    assert notice is not None, "the link that was reached by keyboard opens nothing"
    notice.wait_for_load_state()
    assert urlsplit(notice.url).path == f"/privacy/{world.site['key']}", f"the link leads to {notice.url}"
    spoken = notice.locator("html").get_attribute("lang")
    assert spoken == language, f"on a page in {language} the link leads to a notice in {spoken}"
    tab.close()


def opened(tab: Tab) -> "Frame":
    """The panel's frame, once something can be written or answered there."""
    tab.open()
    assert tab.sees(tab.panel.locator("form.card, .answers")), "the chat does not begin"
    frame = tab.frame()
    assert frame is not None, "the panel's frame can't be looked into"
    return frame


def reached(tab: Tab, frame: "Frame", path: str) -> bool:
    """By the keys alone, back from where the panel put the focus, and then on."""
    for key in (*["Shift+Tab"] * MOST, *["Tab"] * 2 * MOST):
        if frame.evaluate(FOCUSED) == path:
            return True
        tab.page.keyboard.press(key)
    return False


def popped_up(tab: Tab, act: Callable[[], object]) -> "Page | None":
    from playwright.sync_api import TimeoutError as TooLate

    try:
        with tab.context.expect_page() as opening:
            act()
        return opening.value
    except TooLate:
        return None


# --- every way to begin a talk
def in_the_page(world: World, now: Any, there: str, *, again: bool = False) -> None:
    """again: once more, after a talk has ended."""
    tab = world.tab()
    tab.go()
    leads_there(world, opened(tab), now, f"the chat in a page{there}")
    if again:
        tab.begin("Hello")
        agent = world.agent().talk(UUID(tab.conversation()))
        agent.join()
        agent.close()
        tab.press("Start a new chat")
        assert tab.sees(tab.panel.locator("form.card")), "no other talk can be begun"
        frame = tab.frame()
        assert frame is not None
        leads_there(world, frame, now, "the chat in a page, after a talk")
    tab.close()


def on_its_own(world: World, now: Any, there: str) -> None:
    tab = world.window()
    tab.page.goto(f"{world.url}/chat/{world.site['key']}")
    assert tab.sees(tab.page.locator("form.card, .answers")), "the chat's own page does not begin"
    leads_there(world, tab.page, now, f"the chat's own page{there}")
    tab.close()


def leads_there(world: World, where: "Page | Frame", now: Any, what: str) -> None:
    """now: the notice in force."""
    link = where.evaluate(LOOK)
    assert link["href"], f"{what} shows no link to the notice"
    in_time = link["before"] and link["seen"]
    assert in_time, f"{what} shows the link to the notice only once one has written"
    page = world.public.at("GET", link["href"], headers={"Accept": "text/html"})
    assert page.status == 200, f"{what} leads to what is answered {page.status}"
    assert now["sha256"] in page.text, f"{what} leads to another notice than the one in force"


# --- each its own
def each_its_own(world: World) -> None:
    """Of three companies; the third publishes its notice last."""
    every = [world.workspace, world.another_workspace(), world.another_workspace()]
    names = [f"Shop {world.plant()}" for _ in every]
    for one, name in zip(every, names, strict=True):
        assert one is every[0] or shown(world, one["site"]["key"]) is None, f"{name} has a notice that nobody published"
        world.api("owner").must("PATCH", f"/workspaces/{one['id']}/sites/{one['site']['id']}", name=name)
        publish(world, one)
    for one, name in zip(every, names, strict=True):
        found = shown(world, one["site"]["key"])
        assert found, f"the chat of {name} leads to no notice"
        page = world.public.at("GET", found["path"], headers={"Accept": "text/html"})
        assert page.status == 200, f"the chat of {name} leads to what is answered {page.status}"
        who = _WHO.search(page.text)
        assert who, f"the chat of {name} leads to a notice that says of nobody who answers for it"
        assert name in who[1], f"the chat of {name} leads to a notice that does not name it"
        strange = [other for other in names if other != name and other in page.text]
        assert not strange, f"the chat of {name} leads to the notice of {strange[0]}"
        assert found["sha256"] in page.text, f"the chat of {name} names another notice than the one it leads to"


def shown(world: World, key: str) -> Any:
    """The notice that a chat leads to, by what the API tells of it and by what its page is given."""
    told = world.public.get(f"/sites/{key}/widget")["notice"]
    given = _JSON.search(world.public.at("GET", f"/chat/{key}", headers={"Accept": "text/html"}).text)
    assert given, "the chat's own page is given no site"
    assert (told["path"] in given[1]) if told else '"notice":null' in given[1], "the chat's own page is given another"
    return told
