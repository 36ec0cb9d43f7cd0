"""The mail to who owns a measure: that it must be attested anew shortly, and once more when that was missed."""

from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from django.db import transaction

from troth.accounts.models import Member
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.text import one_line
from troth.post.models import Mail
from troth.post.write import write

from ..notice.draw import day
from ..profile.rows import Chosen
from ..requests.controller import facts_of
from .letter_words import WORDS, spoken
from .measures import Measure, measures
from .rows import Attestation

KIND = "measure"
AT_ONCE = 20  # workspaces; others wait for the gate meanwhile
_TOLD = ("soon", "overdue")


def remind(after: UUID | None = None) -> UUID | None:
    """Queue what is due in some workspaces, each mail once. The last of them; None where there are no more."""
    rows = Chosen.objects.order_by("workspace_id")
    some = list(
        (rows.filter(workspace_id__gt=after) if after else rows).values_list("workspace_id", flat=True)[:AT_ONCE]
    )
    for workspace in some:
        for one in measures(workspace):
            if one.standing in _TOLD:
                _remind(workspace, one)
    return some[-1] if len(some) == AT_ONCE else None


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None where it was attested anew or taken back meanwhile."""
    row = Attestation.objects.select_related("workspace").filter(id=UUID(str(mail.about["attestation"]))).first()
    one = next((one for one in measures(row.workspace_id) if one.row == row), None) if row is not None else None
    if row is None or one is None or one.until is None or one.standing not in _TOLD:
        return None
    language = spoken(str(mail.about["language"]))
    words = WORDS[language]
    said = {
        "control": row.control, "what": one.control.what or f"{row.control}.", "workspace": row.workspace.name,
        "day": day(one.until, facts_of(row.workspace_id).time_zone, language),
        "address": f"{config.current().base_url}/console/privacy/{row.workspace_id}/measures",
    }  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(words[f"subject_{one.standing}"].format(**said))
    message["Content-Language"] = language
    lines = (words[line].format(**said) for line in ("hello", one.standing, "how"))
    message.set_content("\n\n".join(lines) + "\n")
    return message


def _remind(workspace: UUID, one: Measure) -> None:
    if one.row is None or one.row.owner is None:
        return
    team = Member.objects.select_related("person").filter(active=True, person__is_active=True)
    owner = team.filter(id=one.row.owner).first()
    if owner is None:
        return
    with transaction.atomic():
        write(
            workspace=workspace, stream=workspace, subject=owner.id, kind=KIND,
            occasion=f"{one.row.id.hex} {one.standing}", to=owner.person.email,
            about={"attestation": one.row.id.hex, "language": owner.person.language}, at=now(),
        )  # fmt: skip
