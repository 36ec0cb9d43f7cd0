"""Copies: somebody orders what is kept of them, to read or to take along, waits on the page, and fetches it."""

from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import translation

from ..access.link import link
from ..access.order import order
from ..access.orders import AccessOrder
from .counted import counted
from .page import Here, of_site, proven
from .prove import SESSION_LASTS
from .session import Session

KINDS = {"copy": AccessOrder.Kind.ACCESS, "take-along": AccessOrder.Kind.PORTABILITY}
_S = AccessOrder.State


@of_site("GET", "HEAD", "POST")
@proven
def copy(here: Here, own: Session, which: str) -> HttpResponse:
    """The page of one kind. While it is made the page looks again by itself; once it is there its button fetches it
    once, in this session alone, by a word that stands in the form and in no address."""
    if own.whom is None:
        return here.to("/rights")
    path, kind = f"/{which}", KINDS[which]
    if here.request.method == "POST":
        order(own.workspace, own.whom, kind=kind, language=here.speech.language)
        return here.to(path)
    last = AccessOrder.objects.filter(workspace=own.workspace, subject_id=own.whom[1], kind=kind).order_by("-made_at")
    found = last.exclude(state=_S.ENDED).first()
    if found is None:
        return here.page("copy", own=own, which=which, path=path)
    if found.state == _S.MAKING:
        return here.page("copy", own=own, which=which, path=path, making=True)
    counted().linked(own.id)
    word = link(found, holder=here.token, lasts=SESSION_LASTS)
    with translation.override(here.speech.language):
        size = filesizeformat(found.size)
    return here.page("copy", own=own, which=which, path=path, word=word, size=size)
