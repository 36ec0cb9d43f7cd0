"""Those of optout-cookie."""

from troth.verify import scripts
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("optout-cookie.off_stays_off", "what was turned off is there again at the next visit")
def comes_back(patch: Patch) -> None:
    scripts.loader(patch, "localStorage.removeItem(`troth.${__TROTH_SITE__.key}`);")


@saboteur("optout-cookie.off_stays_off", "the frame keeps something of who turned the chat off")
def keeps_something(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('spy','1')")


@saboteur("optout-cookie.undo_works", "it can't be turned on again")
def off_for_good(patch: Patch) -> None:
    scripts.loader(patch, "setTimeout(()=>{if(window.Troth)window.Troth.optIn=()=>{}});")
