"""The operator's own server as the ground: by its ordinary doors, with people and workspaces that are ours alone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from troth.kernel import scrubbed
from troth.kernel.config import Config
from troth.kernel.errors import TrothError
from troth.project import logs, prepare

from .api import Api, Gone
from .checks import Unplayable
from .ground import Fill, Ground
from .house import open_up
from .inside import people
from .scenario import Need


class Against:
    """A Ground. What a lab's server is asked by its pipe is done in this process, on the same database: to begin
    workspaces and to end them."""

    has: frozenset[Need] = frozenset(("browser",))
    var: Path | None = None
    raw = False

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def inside(self, act: Callable[..., Any], /, **args: Any) -> Any:
        return act(**args)

    def alive(self) -> bool:
        try:
            with Api(self.url) as api:
                return api.at("GET", "/health").status in (200, 503)
        except Gone:
            return False

    def another(self, fill: Fill | None = None) -> AbstractContextManager[Ground]:
        raise Unplayable("only a lab has a second server")


@contextmanager
def against(config: Config, url: str, tell: Callable[[str], None]) -> Iterator[Against]:
    """Needs the settings that the server at `url` has. What an earlier run left is cleared first, what this one made
    afterwards. Raises what opening the database raises, and Gone where nothing answers."""
    ground = Against(url)
    if not ground.alive():
        raise Gone(f"nothing answers at {ground.url}")
    open_up(config)
    beside = prepare.beside_a_server(config)
    with ExitStack() as opened:
        opened.enter_context(logs.quiet("troth.log.gate"))  # nobody waits
        with prepare.in_one_sentence():
            opened.enter_context(prepare.open_log(config, exclusive=not beside))
        _clear(tell)
        try:
            yield ground
        finally:
            _clear(tell)


def _clear(tell: Callable[[str], None]) -> None:
    """What can't be cleared now is told, and found again by the next run."""
    for left in people.leftovers():
        try:
            people.close(left)
        except TrothError as error:
            tell(f"the synthetic workspace {left} could not be closed: {scrubbed.told(error)}")
    people.forget_orphans()
