"""Those of log-hygiene."""

import logging
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("log-hygiene.lines_as_declared", "a field more stands in every line")
def a_field_more(patch: Patch) -> None:
    patch.around(
        "troth.project.logs.AsJson.format",
        lambda real: lambda self, record: real(self, record)[:-1] + ',"agent":"of a browser"}',
    )


@saboteur("log-hygiene.secrets_absent", "a line quotes the browser's name")
def quotes_the_browser(patch: Patch) -> None:
    def quoting(real: Any) -> Any:
        def write(self: Any, scope: Any, *more: Any) -> None:
            agent = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"user-agent"), "")
            logging.getLogger("troth.access").info("asked by %s", agent)
            real(self, scope, *more)

        return write

    patch.around("troth.project.requests.Requests._write", quoting)


@saboteur("log-hygiene.address_cut", "the whole network address is written")
def uncut(patch: Patch) -> None:
    patch("troth.project.requests.cut", lambda address: address)
