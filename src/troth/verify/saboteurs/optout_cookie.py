"""Those of optout-cookie."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _loader(patch: Patch, first: str) -> None:
    patch.around("troth.channels.widget.built.loader", lambda real: lambda: first + real())


def _panel(patch: Patch, first: str) -> None:
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (found[0] + first.encode(), found[1]) if found and name.endswith(".js") else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)


@saboteur("optout-cookie.off_stays_off", "what was turned off is there again at the next visit")
def comes_back(patch: Patch) -> None:
    _loader(patch, "localStorage.removeItem(`troth.${__TROTH_SITE__.key}`);")


@saboteur("optout-cookie.off_stays_off", "the frame keeps something of who turned the chat off")
def keeps_something(patch: Patch) -> None:
    _panel(patch, "\n;localStorage.setItem('spy','1');\n")


@saboteur("optout-cookie.undo_works", "it can't be turned on again")
def off_for_good(patch: Patch) -> None:
    _loader(patch, "setTimeout(()=>{if(window.Troth)window.Troth.optIn=()=>{}});")
