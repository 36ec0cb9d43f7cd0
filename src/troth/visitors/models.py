"""Visitor: a browser on a site, unnamed. All that is kept of it before it writes is a token's hash and a language."""

from typing import ClassVar

from django.db import models

from troth.accounts.models import Workspace
from troth.contacts.models import Contact
from troth.kernel.ids import new_id
from troth.sites.models import Site


class Visitor(models.Model):
    """`token_hash` is SHA-256 of the token that only the browser has (256 random bits need no slow hash). `contact`
    is set when they wrote their name or address into a form. `signals`: "gpc", "dnt" or both, when the request that
    made the visitor said so. `departed_at`: they turned the chat off or withdrew their consent; no token is theirs
    any more, and no pass opens anything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    site = models.ForeignKey(Site, models.CASCADE)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="visitors")
    token_hash = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=12, blank=True)
    signals = models.CharField(max_length=8, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "contact"], name="visitors_of_contact")]

    def __str__(self) -> str:
        return str(self.id)
