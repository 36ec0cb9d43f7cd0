"""The address of who signed out."""

import re
from typing import Any

from troth.verify.scan import in_bytes
from troth.verify.scenario import scenario
from troth.verify.tab import Tab
from troth.verify.world import World

LEFT = """async () => {
    const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat();
    const bases = (await indexedDB.databases()).map(one => one.name ?? '');
    const boxes = await caches.keys();
    const addresses = [];
    for (const box of boxes)
        for (const request of await (await caches.open(box)).keys()) addresses.push(request.url);
    return [...kept, ...bases, ...boxes, ...addresses, document.cookie, location.href];
}"""


@scenario("remember-email", needs=("browser",))
def play(world: World) -> None:
    """Who signs out of the console leaves no address behind in the browser, in whatever writing."""
    one = world.cast.login("agent")
    assert world.workspace
    tab = world.tab()
    tab.page.goto(f"{world.url}/console/")
    tab.page.get_by_label("Email", exact=True).fill(one.email)
    tab.page.get_by_label("Password", exact=True).fill(one.password)
    tab.page.get_by_role("button", name="Sign in", exact=True).click()
    account = tab.page.get_by_role("button", name=re.compile(re.escape(one.name)))
    account.click()
    during = left(tab)
    tab.page.get_by_role("menuitem", name="Sign out").click()
    tab.page.get_by_label("Password", exact=True).wait_for()
    with world.check("nothing_after_sign_out"):
        assert during, "the browser kept nothing while somebody was signed in, so that nothing could be told"
        after = "\n".join(left(tab)).encode()
        forms = [one.email, one.email.upper(), one.email.replace("@", "%40"), one.email.partition("@")[0]]
        assert not in_bytes(forms, after), "the address of who signed out stays in the browser"
        field = tab.page.get_by_label("Email", exact=True)
        assert not field.input_value(), "the next who signs in finds the address"
        tab.page.reload()
        field.wait_for()
        assert not field.input_value(), "the next who opens the page finds the address"
    tab.close()


def left(tab: Tab) -> list[str]:
    """All that the browser keeps of the console, its cookies too."""
    cookies: list[Any] = tab.context.cookies()
    return [*map(str, tab.page.evaluate(LEFT)), *(f"{one['name']}={one['value']}" for one in cookies)]
