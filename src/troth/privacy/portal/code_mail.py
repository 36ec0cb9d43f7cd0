"""The mail with a code. It says nothing of whether anything is kept of the address."""

from email.message import EmailMessage
from email.policy import SMTP

from troth.kernel.clock import now
from troth.post.models import Mail

from .digits import of_proof
from .proof import Proof
from .speech import Speech

KIND = "my-data-code"


def compose(mail: Mail) -> EmailMessage | None:
    """The mail without From and To; None when the code would come too late to be of use."""
    proof = Proof.objects.select_related("site").filter(id=mail.stream, workspace_id=mail.workspace).first()
    if proof is None or proof.proven_at is not None or proof.until <= now():
        return None
    say = Speech(proof.language).plain
    site = " ".join(proof.site.name.split())
    message = EmailMessage(policy=SMTP)
    message["Subject"] = say("mail.subject", site=site)
    message.set_content("\n\n".join([
        say("mail.hello"), say("mail.asked", site=site), of_proof(proof.id), say("mail.lasts"), say("mail.wrong"),
    ]) + "\n")  # fmt: skip
    message["Content-Language"] = proof.language
    return message
