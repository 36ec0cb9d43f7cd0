"""Changing what the widget runs in a browser, on its way out of the server: for saboteurs."""

from typing import Any

from .patch import Patch


def loader(patch: Patch, more: str) -> None:
    """On the page's side: this runs before it."""
    patch.around("troth.channels.widget.built.loader", lambda real: lambda: f"{more}\n{real()}")


def panel(patch: Patch, more: str) -> None:
    """In the frame: each script has this at its end."""
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (found[0] + f"\n;{more}\n".encode(), found[1]) if found and name.endswith(".js") else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)
