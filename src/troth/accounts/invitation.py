"""The mail to somebody who was added to a workspace: where to go, and how to get a password."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from math import ceil
from uuid import UUID

from django.db import transaction

from troth.kernel import config
from troth.kernel.clock import now
from troth.kernel.errors import Conflict, NotFound, TooMany
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.post.write import write

from .access import membership
from .asker import Asker
from .models import Member
from .roles import LEADS

KIND = "invitation"
MOST = 3  # to one member in an hour

WORDS = {
    "en": {
        "subject": "You were added to {workspace}",
        "hello": "Hello {name},",
        "added": "you were added to {workspace} on Troth, where its team answers customers.",
        "known": "Sign in with this address: {address}",
        "new": "Open {address} and choose “Forgot your password, or none yet?” with this email address. "
        "You get a code by mail, and choose a password.",
        "wrong": "If you expected nothing like this, do nothing: without a password nobody can sign in for you.",
    },
    "ar": {
        "subject": "تمت إضافتك إلى {workspace}",
        "hello": "مرحبا {name}،",
        "added": "تمت إضافتك إلى {workspace} على Troth حيث يجيب فريقها العملاء.",
        "known": "سجل الدخول بهذا العنوان: {address}",
        "new": "افتح {address} واختر «نسيت كلمة المرور أو ليس لديك واحدة؟» بهذا البريد الإلكتروني. "
        "يصلك رمز بالبريد ثم تختار كلمة مرور.",
        "wrong": "إن لم تكن تتوقع هذا فلا تفعل شيئا: لا يمكن لأحد الدخول باسمك من دون كلمة مرور.",
    },
}


def invite(member: Member) -> None:
    """Queue the mail. Call it inside the unit that adds the member."""
    write(
        workspace=member.workspace_id,
        stream=member.workspace_id,
        subject=member.id,
        kind=KIND,
        occasion=new_id().hex,  # who comes back after leaving is told again
        to=member.person.email,
        about={"member": member.id.hex},
        at=now(),
    )


def invite_again(asker: Asker, workspace: UUID, member: UUID) -> None:
    """The mail once more, for who has not chosen a password yet.

    Raises NotFound, Forbidden, Conflict when they can sign in already, TooMany.
    """
    membership(asker, workspace, *LEADS)
    row = Member.objects.select_related("person").filter(workspace_id=workspace, id=member, active=True).first()
    if row is None:
        raise NotFound
    if row.person.has_usable_password():
        raise Conflict("This person has chosen a password already, so no mail was sent.")
    hour = timedelta(hours=1)
    lately = Mail.objects.filter(workspace=workspace, kind=KIND, at__gt=now() - hour, about__member=row.id.hex)
    oldest = lately.order_by("-at").values_list("at", flat=True)[MOST - 1 : MOST].first()
    if oldest is not None:
        told = f"This person was told {MOST} times in the last hour."
        raise TooMany(told, again=max(1, ceil((oldest + hour - now()).total_seconds())))
    with transaction.atomic():
        invite(row)


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None when the person was removed before it went out."""
    member = (
        Member.objects.select_related("workspace", "person")
        .filter(id=UUID(str(mail.about["member"])), workspace_id=mail.workspace, active=True)
        .first()
    )
    if member is None:
        return None
    words = WORDS.get(member.person.language.split("-")[0], WORDS["en"])
    how = words["known"] if member.person.has_usable_password() else words["new"]
    lines = [words["hello"], words["added"], how, words["wrong"]]
    said = {"name": member.name, "workspace": member.workspace.name, "address": f"{config.current().base_url}/console/"}
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(words["subject"].format(**said).split())
    message.set_content("\n\n".join(line.format(**said) for line in lines) + "\n")
    return message
