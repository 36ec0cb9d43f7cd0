"""The rows of a conversation: what lists and rights need. What was said is in the log, and only there."""

from django.db import models

from troth.kernel.ids import new_id


class Conversation(models.Model):
    """One talk; its id is also the id of its stream, made by the client."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey("visitors.Visitor", on_delete=models.PROTECT, related_name="conversations")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="conversations")
    number = models.PositiveIntegerField()  # counts up in a workspace: what people say on the phone
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    offline = models.BooleanField(default=False)  # it began while nobody was there
    language = models.CharField(max_length=16, default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # since when it is of nobody
    waiting_since = models.DateTimeField(null=True)  # the visitor's first unanswered word; kept while closed
    last_at = models.DateTimeField()  # of the last event everybody may see
    preview = models.BinaryField(null=True)  # sealed, of the last words; kept by the preview reader
    answers = models.BinaryField(null=True)  # sealed, what was written into the form
    rating = models.PositiveSmallIntegerField(null=True)  # 1 to 5
    rating_comment = models.BinaryField(null=True)  # sealed

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "number"], name="conversation_number"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)), name="conversation_rating"
            ),
        )
        indexes = (
            models.Index(fields=["workspace", "state", "-last_at", "id"], name="conversation_inbox"),
            models.Index(
                fields=["workspace", "waiting_since", "id"],
                name="conversation_waiting",
                condition=models.Q(state="open"),
            ),
            models.Index(fields=["visitor", "-opened_at"], name="conversation_of_visitor"),
            models.Index(
                fields=["site", "last_at"], name="conversation_kept", condition=models.Q(erased_at__isnull=True)
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.state == Conversation.State.OPEN


class Participation(models.Model):
    """An agent takes, or took, part; name, title and picture as the visitor saw them when the agent joined."""

    id = models.UUIDField(primary_key=True, default=new_id)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participations")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    alias = models.CharField(max_length=200)
    title = models.CharField(max_length=200, default="", blank=True)
    picture = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "member"], name="participation_once"),)
        indexes = (
            models.Index(
                fields=["member", "conversation"], name="participation_now", condition=models.Q(left_at__isnull=True)
            ),
        )


class Numbering(models.Model):
    """The last number given to a conversation of a workspace."""

    workspace = models.OneToOneField("accounts.Workspace", on_delete=models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)


class File(models.Model):
    """A file in a conversation: uploaded first, sealed in the file store, then named by one message."""

    class State(models.TextChoices):
        ARRIVING = "arriving"  # its bytes may lie in the store, or not: nobody may name it or fetch it
        UPLOADED = "uploaded"
        NAMED = "named"

    id = models.UUIDField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="files")
    author_kind = models.CharField(max_length=8)  # "visitor" or "agent"
    author = models.UUIDField()  # visitor's id or member's id
    about = models.BinaryField()  # sealed: name and type, as in the wire's FileRef
    type = models.CharField(max_length=100)  # as sniffed from the bytes
    size = models.PositiveBigIntegerField()  # bytes before sealing
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["conversation", "author", "uploaded_at"], name="file_of_conversation"),
            models.Index(fields=["uploaded_at"], name="file_unnamed", condition=~models.Q(state="named")),
        )


class FileTicket(models.Model):
    """The right to fetch one file once, for a minute, of whoever asked for it, as long as they may read there. Only a
    hash of the ticket is kept."""

    hash = models.CharField(primary_key=True, max_length=64)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    of_visitor = models.UUIDField(null=True)  # who asked: this visitor,
    of_person = models.UUIDField(null=True)  # or this person
    expires_at = models.DateTimeField(db_index=True)
