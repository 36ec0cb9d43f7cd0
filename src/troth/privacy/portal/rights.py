"""What somebody sees who has proven who they are: what is kept of them, what they asked for, and what they can do; and
the one right that nobody looks at first."""

from typing import Any

from django.http import HttpResponse

from troth.conversations.models import Conversation

from ..take_back import given
from . import withdraw as withdrawing
from .asks import OF_ANYBODY
from .page import Here, of_site, proven
from .session import Session
from .told import told

GROUPS = (
    ("see", ("copy", "take-along")),
    ("change", ("correct", "erase")),
    ("limit", ("restrict", "object", "withdraw")),
    ("speak", ("complain", "child")),
)
_NAMES = {
    "access": "copy", "portability": "take-along", "correction": "correct", "erasure": "erase",
    "restriction": "restrict", "objection": "object", "withdrawal": "withdraw", "complaint": "complain",
    "child": "child",
}  # fmt: skip


@of_site("GET", "HEAD")
@proven
def home(here: Here, own: Session) -> HttpResponse:
    scope = own.scope()
    talks = scope.streams if scope else []
    live = Conversation.objects.filter(id__in=talks, state=Conversation.State.OPEN).count()
    return here.page(
        "rights", own=own, talks=len(talks), live=live, consents=len(given(scope)) if scope else 0,
        groups=_groups(own),
        requests=[
            one._asdict() | {"open": one.open, "name": f"{_NAMES[one.right]}.title", "how": f"state.{one.state}"}
            for one in told(own, here.speech.language)
        ],
    )  # fmt: skip


@of_site("GET", "HEAD", "POST")
@proven
def withdraw(here: Here, own: Session) -> HttpResponse:
    """Consent is taken back at once."""
    scope = own.scope()
    if here.request.method == "POST":
        if own.whom is not None and scope is not None:
            withdrawing.withdraw(scope, own, here.site, here.speech.language)
        if here.session() is None:  # who never wrote is deleted with it
            return here.page("start", withdrawn=True)
        return here.to("/withdraw", said="done")
    return here.page("withdraw", own=own, consents=len(given(scope)) if scope else 0)


def _groups(own: Session) -> list[dict[str, Any]]:
    made = []
    for id_, doors in GROUPS:
        open_ = [one for one in doors if own.whom is not None or one in OF_ANYBODY]
        if open_:
            shown = [{"path": f"/{one}", "name": f"{one}.title", "short": f"{one}.short"} for one in open_]
            made.append({"id": id_, "name": f"group.{id_}", "doors": shown})
    return made
