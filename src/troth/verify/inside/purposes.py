"""What somebody would add who forgot to declare what for."""

from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from troth.post.models import Mail

ADVERT = "verify-advert"


def advertise(workspace: str, to: str) -> str:
    """Queue a mail of a kind that serves a purpose of nobody's list; its id."""
    from django.db import transaction

    from troth.datamap import Basis, Purpose
    from troth.kernel.clock import now
    from troth.kernel.ids import new_id
    from troth.post.letters import compose_with
    from troth.post.models import Mail
    from troth.post.write import write

    compose_with(ADVERT, _advert, Purpose("marketing", "dpv:Marketing", Basis.INTEREST, "To sell more."))
    with transaction.atomic():
        write(
            workspace=UUID(workspace), stream=UUID(workspace), subject=new_id(), kind=ADVERT, occasion=new_id().hex,
            to=to, about={}, at=now(),
        )  # fmt: skip
    return str(Mail.objects.filter(kind=ADVERT).latest("id").id)


def no_adverts() -> None:
    from troth.post import letters

    letters._composers.pop(ADVERT, None)


def _advert(mail: "Mail") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Buy now"
    message.set_content("It is cheap.")
    return message


def undeclare(operation: str) -> str:
    """Take its declaration from an operation of the API; what it was."""
    from troth.datamap.doors import MARK
    from troth.project import purposes
    from troth.project.api import api

    found = next(one for one in purposes.operations_of(api) if one.operation_id == operation)
    was = str((found.openapi_extra or {}).get(MARK, ""))
    found.openapi_extra = {key: value for key, value in (found.openapi_extra or {}).items() if key != MARK}
    return was


def declare(operation: str, purpose: str) -> None:
    """Give it back."""
    from troth.datamap.doors import MARK
    from troth.project import purposes
    from troth.project.api import api

    found = next(one for one in purposes.operations_of(api) if one.operation_id == operation)
    found.openapi_extra = {**(found.openapi_extra or {}), MARK: purpose}


def purposeless_job() -> bool:
    """Whether a worker begins that has an hourly job for nothing."""
    from troth.datamap.doors import PurposeViolation
    from troth.project.hourly import JOBS, check

    try:
        check([JOBS[0]._replace(purpose=None)])
    except PurposeViolation:
        return False
    return True


def refused() -> dict[str, int]:
    """What each door refused so far."""
    from troth.datamap import doors

    return dict(doors.refused)


def of_mails() -> dict[str, dict[str, Any]]:
    """Kind of mail -> `serves`: what it is sent for; `declared`: what the data map says that its words are for."""
    from troth.datamap import Where
    from troth.datamap.words import Personal
    from troth.post import letters
    from troth.project.datamap.rooms import the_map

    places = the_map().of(Where.MAIL)
    told = {}
    for kind in letters.kinds():
        known = letters.composer(kind)
        leaves = [leaf for _, leaf in places[kind].leaves() if isinstance(leaf, Personal)] if kind in places else []
        told[kind] = {
            "serves": known.purpose.name if known else "",
            "declared": sorted({purpose.name for leaf in leaves for purpose in leaf.purposes}),
        }
    return told


def remembered_for() -> float:
    """Seconds until the last count of a failed sign-in ends; 0 where there is none."""
    import time

    from django.core.cache import cache

    from troth.accounts.models import Remembered
    from troth.kernel.clock import now

    ends = getattr(cache, "_expire_info", None)
    if ends is not None:
        return max((end - time.time() for end in ends.values() if end is not None), default=0.0)
    until = Remembered.objects.order_by("-until").values_list("until", flat=True).first()
    return (until - now()).total_seconds() if until else 0.0
