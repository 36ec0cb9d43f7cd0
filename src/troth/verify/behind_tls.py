"""A world that people come to by TLS: the operator's own server, else one of the lab's behind a front."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from .api import Answer, Api
from .checks import Unplayable
from .inside import sabotage
from .lab.front import front
from .scenario import LAB_ONLY
from .tab import Tab
from .world import World


class ByTls:
    """`world`: the server and its people. `url`: where it is to people. `cookies`: the Set-Cookie lines of all that was
    answered here."""

    def __init__(self, world: World, url: str, trust: ssl.SSLContext | None) -> None:
        self.world, self.url, self._trust = world, url, trust
        self.cookies: list[str] = []

    def api(self) -> Api:
        """Somebody new who comes from outside, with a browser's memory for cookies."""
        return self.world.closing(_Noted(self.url, None, {"Origin": self.url}, trust=self._trust, cookies=self.cookies))

    def tab(self) -> Tab:
        """A browser that comes from outside. Needs "browser"."""
        return self.world.window(self.url, ignore_https_errors=self._trust is not None)


class _Noted(Api):
    def __init__(self, *of: Any, cookies: list[str], **more: Any) -> None:
        super().__init__(*of, **more)
        self._seen = cookies

    def at(self, *of: Any, **more: Any) -> Answer:
        answer = super().at(*of, **more)
        self._seen += answer.cookies
        return answer


@contextmanager
def behind_tls(world: World) -> Iterator[ByTls]:
    """In a lab it is a second server, on which the saboteurs of the first are at work too. Raises Unplayable where
    people do not come by TLS."""
    if world.url.startswith("https:"):
        yield ByTls(world, world.url, None)
        return
    if not world.ground.has >= LAB_ONLY:
        raise Unplayable(f"{world.url} is asked without TLS: name the address by which people come")
    with front() as before, world.another_server(before.lead) as there:
        before.port = urlsplit(there.url).port or 0
        for name in world.inside(sabotage.on):
            there.inside(sabotage.switch_on, name=name)
        yield ByTls(there, before.url, before.trust)
