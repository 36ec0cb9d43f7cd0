"""The rows of the portal: somebody shows who they are, and a code that a visitor's own chat shows them."""

from typing import ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.kernel.ids import new_id
from troth.sites.models import Site
from troth.visitors.models import Visitor


class Proof(models.Model):
    """From the address to the end of the session, in one browser: `token_hash` is SHA-256 of what its cookie holds.

    The code in the mail is made of `id` with a secret of the installation (digits.py), so that no row holds it.
    `address` is sealed under a key of the row's own. `mark` is what an identity of a contact with this address has,
    `mailbox` the same for all workspaces: it counts how many codes went there. `kind` and `subject` say who was proven
    to be here; they are empty where nothing is kept of an address. Once it is over all of these are emptied."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=12)
    address = models.BinaryField(null=True)
    mark = models.BinaryField(max_length=16, null=True)
    mailbox = models.BinaryField(max_length=16, null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, blank=True)  # visitor, contact, person
    subject = models.UUIDField(null=True)
    at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    until = models.DateTimeField()  # of the code; once it is proven, of the session

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["mailbox", "-at"], name="proofs_of_mailbox"),
            models.Index(fields=["workspace", "mark"], name="proofs_of_address"),
            models.Index(fields=["until"], name="proofs_over"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DataCode(models.Model):
    """What a visitor's chat shows them, as a keyed hash; one each, which works once."""

    visitor = models.OneToOneField(Visitor, models.CASCADE, primary_key=True, related_name="+")
    mark = models.BinaryField(max_length=16, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.visitor_id)
