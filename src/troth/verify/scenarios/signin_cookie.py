"""The cookie of a sign-in to the console."""

import re
from collections.abc import Mapping

from troth.verify.api import Answer, Api
from troth.verify.people import Login
from troth.verify.scan import in_bytes
from troth.verify.scenario import scenario
from troth.verify.world import World

ALLAUTH = "/_allauth/browser/v1"
PAGES = 10
_ALIKE = 8  # characters in a row that two random values never share


@scenario("signin-cookie")
def play(world: World) -> None:
    """The cookie tells nothing, lets its owner go from page to page, and is dead after the sign-out."""
    one = world.cast.login("owner")
    browser = Browser(world)
    browser.sign_in(one)
    name, value = browser.session
    with world.check("tells_nothing"):
        other = Browser(world)
        other.sign_in(one)
        told = in_bytes([one.email, one.id, one.id.replace("-", ""), one.name], value.encode())
        assert not told, f"the cookie holds {', '.join(sorted(told))}"
        shared = [value[at : at + _ALIKE] for at in range(len(value) - _ALIKE + 1)]
        assert len(value) > 2 * _ALIKE, f"the cookie has {len(value)} characters only"
        alike = [part for part in shared if part in other.session[1]]
        assert not alike, "the cookies of two sign-ins are alike in part, so that something can be read from them"
        for at in (0, len(value) // 2, len(value) - 1):
            changed = value[:at] + ("a" if value[at] != "a" else "b") + value[at + 1 :]
            assert opened(world, {name: changed}) == 0, f"with character {at + 1} changed the cookie opens pages"
    with world.check("moves_between_pages"):
        assert opened(world, {}) == 0, "pages open without the cookie"
        count = opened(world, {name: value})
        assert count == PAGES, f"with the cookie {count} of {PAGES} pages open"
    with world.check("signed_out_is_dead"):
        browser.sign_out()
        assert name not in browser.cookies, "the cookie stays in the browser"
        assert opened(world, {name: value}) == 0, "the old value still opens pages"


class Browser:
    """What a browser does with cookies: it keeps what is set, and forgets what has ended."""

    def __init__(self, world: World) -> None:
        self._api = world.closing(Api(world.url))
        self.cookies: dict[str, str] = {}

    @property
    def session(self) -> tuple[str, str]:
        """Name and value of the one that signs in; the other is the CSRF token."""
        return next((name, value) for name, value in self.cookies.items() if "csrf" not in name)

    def sign_in(self, who: Login) -> None:
        self._ask("GET", "/config")
        answer = self._ask("POST", "/auth/login", {"email": who.email, "password": who.password})
        assert answer.status == 200, f"nobody can sign in: {answer.told}"

    def sign_out(self) -> None:
        self._ask("DELETE", "/auth/session")

    def _ask(self, method: str, path: str, body: object = None) -> Answer:
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        headers = {"Cookie": written(self.cookies), "X-CSRFToken": token}
        answer = self._api.at(method, ALLAUTH + path, body, headers=headers)
        for line in answer.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            if re.search(r"max-age=0\b", line, re.I):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


def opened(world: World, cookies: Mapping[str, str]) -> int:
    """How many of PAGES pages of the desk are shown to whoever has these cookies; one client for each."""
    at, site = world.at_workspace, world.at_site
    places = ("/me", "/workspaces", "/conversations", f"{at}/members", f"{at}/visitors", f"{at}/sites", site,
              f"{site}/consents", f"{at}/privacy/settings", f"{at}/privacy/requests")  # fmt: skip
    count = 0
    for place in places:
        with Api(world.url) as api:
            answer = api.send("GET", place, headers={"Cookie": written(cookies)})
        count += answer.status == 200
    return count


def written(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
