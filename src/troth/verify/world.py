"""What a scenario gets: a fresh workspace with its site, people, visitors, and what the ground lets it look at."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from troth.client import Visitor as SdkVisitor

from . import written
from .api import Answer, Api
from .checks import Checks, Unplayable
from .ground import Fill, Ground
from .in_step import InStep, Loop
from .inside import clock, jobs
from .mails import Letter, letters
from .people import Cast, Login
from .scan import canary
from .scenario import Scenario
from .shop import shop
from .store import Store
from .tab import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WITHIN = 20.0  # s that something may take to happen
RAW = 3
LOOK = 0.03  # s between two looks


class Visitor:
    """A browser on the site. `api` asks as it, `sdk` is the SDK's (docs/sdk.md) without `await`."""

    def __init__(self, world: "World", begun: Answer, headers: Mapping[str, str]) -> None:
        self.id, self.token = UUID(begun["visitor_id"]), str(begun["token"])
        bearer = {"Authorization": f"Bearer {begun['pass']}"}
        self.api = world.closing(Api(world.url, None, {**headers, **bearer}))
        self.sdk = world.closing_sdk(SdkVisitor(world.url, self.id, self.token))

    def open(self, text: str = "Hello", **fields: str) -> Any:
        """A talk (docs/sdk.md, without `await`)."""
        return self.sdk.open(text, fields=fields)


class Clock:
    """The lab's."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def forward(self, **by: float) -> None:
        """days, hours, minutes, seconds. It never goes back."""
        self._ground.inside(clock.forward, seconds=timedelta(**by).total_seconds())


class World:
    """`values`: the effective values of the profile, by parameter. `workspace`: id, slug, name, members (by address);
    `site`: id, key, name."""

    def __init__(
        self, ground: Ground, cast: Cast, loop: Loop, chromium: "Callable[[], Browser]", scenario: Scenario,
        values: Mapping[str, Any], checks: Checks, within: float = WITHIN,
    ) -> None:  # fmt: skip
        self.ground, self.cast, self.values, self.url = ground, cast, values, ground.url
        self.workspaces: list[str] = []
        self.within = within
        self.staffed = True  # False: visitors made from here on find nobody
        self._loop, self._checks, self._scenario, self._chromium = loop, checks, scenario, chromium
        self._stack = ExitStack()
        self._apis: dict[str, Api] = {}
        self._open: list[Callable[[], object]] = []
        self.public = self.closing(Api(ground.url))

    def check(self, name: str, level: int = 1) -> AbstractContextManager[None]:
        """One of the checks that names.py lists for this scenario. level: the evidence that is looked at in it: 1 HTTP
        or a browser, 2 rows and indexes, 3 raw bytes, 4 a restored backup. Where the bytes of the database are not
        ours to read (PostgreSQL, somebody's server) 3 is counted as 2."""
        return self._checks.check(name, level if self.ground.raw or level != RAW else RAW - 1)

    @cached_property
    def workspace(self) -> dict[str, Any]:
        return self.another_workspace()

    def another_workspace(self, owner: str = "owner") -> dict[str, Any]:
        made = self.cast.workspace(self._scenario.name, owner=owner)
        self.workspaces.append(made["id"])
        return made

    @cached_property
    def site(self) -> dict[str, Any]:
        return dict(self.workspace["site"])

    @property
    def at_workspace(self) -> str:
        """The beginning of its paths."""
        return f"/workspaces/{self.workspace['id']}"

    @property
    def at_site(self) -> str:
        return f"{self.at_workspace}/sites/{self.site['id']}"

    def member(self, who: str) -> str:
        """The id of somebody's membership here."""
        if who == "owner":
            found = self.api("owner").must("GET", f"{self.at_workspace}/members")["items"]
            return str(next(one["id"] for one in found if one["role"] == "owner"))
        return str(self.workspace["members"][self.cast.login(who).email])

    def set_site(self, **settings: Any) -> None:
        """What its owner sets. Raises Unplayable when it is refused."""
        self.api("owner").must("PATCH", self.at_site, **settings)

    def promise(self, remarks: Mapping[str, str] | None = None, **more: Any) -> None:
        """The company takes a profile: the values of this play's parameters, and `more` (with __ for the dot:
        telemetry__visitor="full"). Its site is made as strict, and can only be stricter from here on. remarks: language
        -> words. Raises Unplayable when it is refused."""
        told = {name: self.values[name] for name in self._scenario.parameters if self.values.get(name) is not None}
        told |= {name.replace("__", "."): value for name, value in more.items()}
        self.api("owner").must(
            "PUT", f"{self.at_workspace}/privacy/profile", text=written.profile(told, remarks), apply=True
        )

    def api(self, who: str | Login) -> Api:
        """who: owner, officer, agent, second, stranger, or somebody of `cast.another`."""
        login = who if isinstance(who, Login) else self.cast.login(who)
        if login.email not in self._apis:
            self._apis[login.email] = self.closing(Api(self.url, login.credential))
        return self._apis[login.email]

    def agent(self, who: str = "agent") -> Any:
        """The SDK's Agent (docs/sdk.md) without `await`."""
        made = self.cast.agent(who)
        self._open.append(made.aclose)
        return made

    def visitor(self, **headers: str) -> Visitor:
        """A new one, made by a request with these headers (_ for -). Somebody is there for them, see `staffed`."""
        self._staff()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        path = f"/sites/{self.site['key']}/visitors"
        begun = self.public.send("POST", path, {"language": "en"}, headers=named)
        if begun.status != 201:
            raise Unplayable(f"no visitor was made: {begun.told}")
        return Visitor(self, begun, named)

    def tab(self, *, headers: Mapping[str, str] | None = None, **more: Any) -> Tab:
        """A visitor's browser on a shop's page with the widget, not opened yet. headers: sent with every request of it.
        more: what a Playwright context takes. Needs "browser"."""
        self._staff()
        loader = f"{self.url}/w/{self.site['key']}.js"
        origin = self._stack.enter_context(shop(loader))
        self.set_site(domains=[origin])
        made = Tab(self._chromium(), self.url, origin, self.site["key"], headers or {}, more, self.within)
        self._open.append(made.close)
        return made

    def window(self, url: str = "", **more: Any) -> Tab:
        """A browser that is at no shop's page: for pages of the server's own. url: by which it comes there. more: what
        a Playwright context takes. Needs "browser"."""
        made = Tab(self._chromium(), url or self.url, "", self.site["key"], {}, more, self.within)
        self._open.append(made.close)
        return made

    def notice(self, language: str = "en") -> str:
        """The site's notice, published now, as people read it."""
        self.api("owner").must("POST", f"{self.at_workspace}/privacy/sites/{self.site['id']}/notices")
        page = self.public.at("GET", f"/privacy/{self.site['key']}?language={language}")
        if page.status != 200:
            raise Unplayable(f"the notice that was published is answered {page.told}")
        return page.text

    def until[Seen](self, look: Callable[[], Seen], what: str, within: float = 0.0) -> Seen:
        """What `look` gives once it is true. Raises AssertionError with `what`, so use it inside of a check; or before
        one, where it says that the scenario could not go on."""
        end = time.monotonic() + (within or self.within)
        while not (seen := look()):
            if time.monotonic() > end:
                raise AssertionError(what)
            time.sleep(LOOK)
        return seen

    def plant(self, what: str = "") -> str:
        """A word that is nowhere else, to be looked for afterwards. what: how it ends."""
        return canary(what)

    @property
    def store(self) -> Store:
        """What is kept. Needs "store"."""
        self._needs("store")
        return Store(self.ground)

    @property
    def clock(self) -> Clock:
        """Needs "clock"."""
        self._needs("clock")
        return Clock(self.ground)

    def job(self, name: str) -> None:
        """Do now what the worker does by the hour (troth.project.hourly). Needs "inside"."""
        self.inside(jobs.run, name=name)

    def _staff(self) -> None:
        assert self.workspace  # who works nowhere takes no conversations
        if self.staffed:
            self.cast.on_duty()
        else:
            self.cast.off_duty()

    def settled(self) -> None:
        """Wait until the readers of the log have read all that was written, and no mail waits. Needs "inside"."""
        self.until(lambda: self.inside(jobs.settled), "the worker does not come to an end")

    def inside(self, act: Callable[..., Any], /, **args: Any) -> Any:
        """Call a function of `troth.verify.inside` in the server. Needs "inside"."""
        self._needs("inside")
        return self.ground.inside(act, **args)

    @contextmanager
    def another_server(self, fill: Fill | None = None, *, same: bool = False) -> "Iterator[World]":
        """A second one, with people and a workspace of its own. fill: what is done in its empty place before it serves,
        by its settings. same: that brings this one's people and workspace there. Needs "inside"."""
        self._needs("inside")
        with self.ground.another(fill) as ground:
            cast = self.cast.at(ground) if same else Cast(ground, self._loop)
            there = World(
                ground, cast, self._loop, self._chromium, self._scenario, self.values, self._checks, self.within
            )
            if same:
                there.workspace = self.workspace
            try:
                yield there
            finally:
                there.end()
                with suppress(Exception):
                    cast.end()

    def ways_out(self) -> list[tuple[str, int]]:
        """(host or address, port) of every connection that the server opened so far. Needs "inside"."""
        return [(host, port) for host, port in self.inside(jobs.ways_out)]

    def mails(self, to: str = "") -> list[Letter]:
        """Captured ones, the oldest first; to: this address only. Needs "mail"."""
        self._needs("mail")
        assert self.ground.var is not None
        return letters(self.ground.var / "mail", to)

    def closing(self, api: Api) -> Api:
        self._open.append(api.close)
        return api

    def closing_sdk(self, asker: Any) -> Any:
        made = InStep(asker, self._loop)
        self._open.append(made.aclose)
        return made

    def end(self) -> None:
        """Close what is open."""
        while self._open:
            with suppress(Exception):  # a browser or a server may be gone; the play has ended anyhow
                self._open.pop()()
        self._stack.close()

    def _needs(self, what: str) -> None:
        if what not in self.ground.has:
            raise Unplayable(f"only a lab has the {what}")
