"""The mail that something of substance changes in a notice: to owners and privacy officers, and to contacts where the
profile says so (tell_contacts.py)."""

from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from troth.accounts.models import Member
from troth.accounts.roles import PRIVACY
from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.text import one_line
from troth.post.models import Mail
from troth.post.write import write

from ..requests.controller import facts_of
from .draw import day
from .rows import Notice
from .speech import LANGUAGES, Speech

KIND = "notice"
SHOWN = ("purpose", "category", "recipient", "basis", "transfer", "retention", "storage", "signal", "promise", "rights",
         "change", "who")  # fmt: skip


def tell_the_team(row: Notice) -> None:
    """Queue the mails. Call it inside the transaction that publishes."""
    team = Member.objects.select_related("person").filter(workspace=row.workspace_id, role__in=PRIVACY, active=True)
    for one in team.filter(person__is_active=True).order_by("id"):
        write(
            workspace=row.workspace_id, stream=row.workspace_id, subject=one.id, kind=KIND, occasion=row.id.hex,
            to=one.person.email, about={"notice": row.id.hex, "language": one.person.language}, at=now(),
        )  # fmt: skip


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None where another was published meanwhile."""
    row = Notice.objects.select_related("site__workspace").filter(id=UUID(str(mail.about["notice"]))).first()
    if row is None or row.state == Notice.State.WITHDRAWN:
        return None
    language = str(mail.about["language"]).split("-")[0]
    speech = Speech(language if language in LANGUAGES else "en")
    zone = facts_of(row.workspace_id).time_zone
    said = {
        "site": row.site.name, "company": row.site.workspace.name, "number": row.number,
        "day": day(row.in_force_at, zone, speech.language),
    }  # fmt: skip
    kinds = dict.fromkeys(str(change["kind"]) for change in row.changes if change["material"])
    lines = [
        speech.plain("mail.hello"), speech.plain("mail.changes", **said),
        "\n".join(f"- {speech.plain(f'mail.{kind}')}" for kind in SHOWN if kind in kinds),
        *([speech.plain("mail.asks")] if row.asks_again else []),
        speech.plain("mail.read"),
        f"{config.current().base_url}/privacy/{row.site.key}/versions/{row.number}?lang={speech.language}",
    ]  # fmt: skip
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(speech.plain("mail.subject", **said))
    message["Content-Language"] = speech.language
    message.set_content("\n\n".join(line for line in lines if line) + "\n")
    return message
