"""Those of cookie-refuse."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("cookie-refuse.chat_without_storage", "the panel takes it for granted that it may store")
def takes_storage_for_granted(patch: Patch) -> None:
    patch("troth.channels.widget.built.coding", lambda request: "")

    def make(real: Any) -> Any:
        def asset(name: str, coding: str) -> Any:
            found = real(name, coding)
            return (b"localStorage.length;" + found[0], found[1]) if found and name.endswith(".js") else found

        return asset

    patch.around("troth.channels.widget.built.asset", make)


@saboteur("cookie-refuse.plain_answer", "a form without its cookie is refused without a word")
def without_a_word(patch: Patch) -> None:
    from django.http import HttpResponse

    patch("troth.project.csrf.stale", lambda request: HttpResponse("Forbidden", status=403))
