"""The rights that somebody of the company looks at: a form each, which files a request."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from troth.datamap.vocabulary import Subject
from troth.kernel.errors import Conflict, Invalid
from troth.kernel.ids import new_id
from troth.post import erase as post
from troth.post.address import mail_address

from ..requests.file import MOST_OPEN, PURPOSES, file
from ..requests.rows import Request
from .counted import counted
from .page import Here, of_site, proven
from .session import Session
from .told import Told, told

_R = Request.Right
RIGHTS = {
    "correct": _R.CORRECTION, "erase": _R.ERASURE, "restrict": _R.RESTRICTION, "object": _R.OBJECTION,
    "complain": _R.COMPLAINT, "child": _R.CHILD,
}  # fmt: skip
OF_ANYBODY = ("complain", "child")  # also of an address of which nothing is kept
_NEEDS_WORDS = ("complain", "child")
_ONCE = ("erase", "restrict")  # there is nothing more to say by a second one
MOST_WORDS = 4_000


@of_site("GET", "HEAD", "POST")
@proven
def ask(here: Here, own: Session, which: str) -> HttpResponse:
    """The page of one right."""
    if own.whom is None and which not in OF_ANYBODY:
        return here.to("/rights")
    waiting = [one for one in told(own, here.speech.language) if one.right == RIGHTS[which] and one.open]
    if here.request.method != "POST" or (waiting and which in _ONCE):
        return _page(here, own, which, waiting)
    typed = {name: here.typed(name) for name in ("words", "name", "email", "reply")}
    wrong = _wrong(which, typed, here.request.POST.getlist("purposes"))
    if wrong:
        return _page(here, own, which, waiting, 422, typed=typed, wrong=wrong)
    if typed["reply"] and not own.address:
        counted().answers(here.place, typed["reply"])
    try:
        file(
            own.workspace, RIGHTS[which], site=here.site, subject=own.whom, words=typed["words"],
            reply_to=own.address or typed["reply"] or None, language=here.speech.language, channel="portal",
            about=_about(which, typed, here.request.POST.getlist("purposes")), id=_id(here.typed("id")),
        )  # fmt: skip
    except Conflict:
        return _page(here, own, which, waiting, 409, typed=typed, wrong="full")
    return here.to("/rights", said="asked")


def _page(here: Here, own: Session, which: str, waiting: list[Told], status: int = 200, **more: Any) -> HttpResponse:
    told_of = _erasing(own) if which == "erase" else {}
    return here.page(
        "ask", status, own=own, which=which, path=f"/{which}", waiting=waiting[0] if waiting else None,
        title=f"{which}.title", says=f"{which}.says", act=f"{which}.act",
        label=f"{which}.words" if here.speech.has(f"{which}.words") else "ask.words",
        once=which in _ONCE, needs_words=which in _NEEDS_WORDS, most=MOST_WORDS, most_open=MOST_OPEN,
        purposes=[{"code": one, "name": f"object.{one}"} for one in PURPOSES],
        id=new_id(), **told_of, **more,
    )  # fmt: skip


def _erasing(own: Session) -> dict[str, Any]:
    """What an erasure does to what is kept of them now, in numbers."""
    scope = own.scope()
    if scope is None:
        return {}
    return {
        "talks": len(scope.streams), "named": bool(scope.contacts), "sent": post.delivered(scope),
        "team": scope.subject is Subject.PERSON,
    }  # fmt: skip


def _wrong(which: str, typed: dict[str, str], purposes: list[str]) -> str:
    """The field that is wrong; empty when none is."""
    if len(typed["words"]) > MOST_WORDS:
        return "long"
    if which in _NEEDS_WORDS and not typed["words"]:
        return "words"
    if which == "correct" and not (typed["words"] or typed["name"] or typed["email"]):
        return "correct"
    if which == "object" and not set(purposes) & set(PURPOSES):
        return "purposes"
    for name in ("email", "reply"):
        try:
            mail_address(typed[name] or "a@b.example")
        except Invalid:
            return name
    return ""


def _id(typed: str) -> UUID | None:
    """The form's own, so that a button pressed twice files once."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def _about(which: str, typed: dict[str, str], purposes: list[str]) -> dict[str, Any]:
    if which == "object":
        return {"purposes": [one for one in PURPOSES if one in purposes]}
    if which == "correct":
        return {name: typed[name][:200] for name in ("name", "email") if typed[name]}
    return {}
