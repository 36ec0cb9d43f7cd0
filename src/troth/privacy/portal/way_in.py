"""The pages before anybody is proven: the start, the address, the code."""

from django.http import HttpResponse

from troth.kernel.errors import Invalid

from . import prove, session
from .page import Here, of_site


@of_site("GET", "HEAD")
def start(here: Here) -> HttpResponse:
    """What this is, whose it is, and two ways to show who one is."""
    if here.session() is not None:
        return here.to("/rights")
    return here.page("start")


@of_site("POST")
def address(here: Here) -> HttpResponse:
    """A code to whatever address. The browser's proof before this one ends."""
    typed = here.typed("address")[:300]
    try:
        token = prove.ask(here.site, typed, here.speech.language, here.place)
    except Invalid:
        return here.page("start", 422, typed=typed, wrong="address")
    return _with(here, token, "/code")


@of_site("GET", "HEAD", "POST")
def code(here: Here) -> HttpResponse:
    """Where the code of the mail is typed."""
    waiting = prove.waits_for(here.token, here.site.id)
    if here.request.method != "POST":
        if waiting is None:
            return here.to("/rights") if here.session() else here.to(said="ended")
        return here.page("code", address=prove.address_of(waiting))
    try:
        token = prove.confirm(here.site, here.token, here.typed("code")[:40], here.place)
    except prove.WrongCode:
        return here.page("code", 422, address=prove.address_of(waiting) if waiting else "", wrong="code")
    except prove.CodeEnded:
        return here.page("start", 410, wrong="over")
    return _with(here, token, "/rights")


@of_site("POST")
def chat(here: Here) -> HttpResponse:
    """The code of their own chat."""
    try:
        token = prove.by_chat(here.site, here.typed("code")[:100], here.speech.language, here.place)
    except prove.CodeEnded:
        return here.page("start", 422, wrong="chat")
    return _with(here, token, "/rights")


@of_site("POST")
def leave(here: Here) -> HttpResponse:
    prove.leave(here.token)
    response = here.to(said="left")
    session.drop(response)
    return response


def _with(here: Here, token: str, path: str) -> HttpResponse:
    prove.leave(here.token)
    response = here.to(path)
    session.keep(response, token)
    return response
