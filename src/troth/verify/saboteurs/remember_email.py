"""Those of remember-email."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

_REMEMBERS = (
    ";addEventListener('input', event => event.target.type === 'email' && (KEEP), true);"
    "new MutationObserver(() => {}).observe(document, {childList: true});"
)


@saboteur("remember-email.nothing_after_sign_out", "the console remembers the address in the storage of the browser")
def in_storage(patch: Patch) -> None:
    _script(patch, "localStorage.setItem('troth.last', event.target.value)")


@saboteur("remember-email.nothing_after_sign_out", "a cookie has the address, in another writing")
def in_a_cookie(patch: Patch) -> None:
    _script(patch, "document.cookie = 'last=' + btoa(event.target.value).replaceAll('=', '') + '; path=/'")


def _script(patch: Patch, keep: str) -> None:
    """The console's scripts do this as well whenever an address is typed."""
    patch("troth.project.console.coding", lambda request: "")

    def make(real: Any) -> Any:
        def answer(request: Any, found: Any, kept: str) -> Any:
            made = real(request, found, kept)
            if found.suffix == ".js" and found.name.startswith("index"):
                made.content += _REMEMBERS.replace("KEEP", keep).encode()
            return made

        return answer

    patch.around("troth.project.console._answer", make)
