"""What is kept of conversations. All words are sealed with the visitor's key of the talk: who destroys it has erased
them, in the log, in the rows and in every copy."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Inside,
    Leaf,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Recipient,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import CONVERSATION, MINUTES, UPLOAD
from troth.datamap.purposes import ANSWER, FOLLOW_UP, QUALITY, RECORD
from troth.wire.events import Answer, FileRef

from .snapshots import Preview

_ID = NotPersonal("a random id")
_WORKSPACE = NotPersonal("an id of the workspace, a company")
_SITE = NotPersonal("an id of the site")
_KEY, _VISITOR, _CONTACT = (
    Edge(Subject.VISITOR, "key"),
    Edge(Subject.VISITOR, "visitor"),
    Edge(Subject.CONTACT, "contact"),
)
_AGENT, _MEMBER_OF = Edge(Subject.PERSON, "member.person"), Edge(Subject.PERSON, "member")
_NAMED = Edge(Subject.PERSON, "key")
_SENT = (Mirror.MAIL, Mirror.CAPTURED, Mirror.BACKUP)
_READ = (Recipient.SUBJECT, Recipient.SITE, Recipient.MAIL_SERVER)


def _words(category: Category = Category.COMMUNICATION, *mirrors: Mirror) -> Personal:
    """Written by people, sealed."""
    return Personal(
        category, (ANSWER, FOLLOW_UP, RECORD), Erase.SHRED, recipients=_READ, mirrors=(*mirrors, *_SENT), free_text=True
    )


def _made(category: Category = Category.COMMUNICATION_METADATA, of: Edge | None = None) -> Personal:
    """Known by what happened, not said by anybody; sealed."""
    return Personal(category, (ANSWER, RECORD), Erase.SHRED, Source.PRODUCT, of)


def _row(category: Category = Category.COMMUNICATION_METADATA, erase: Erase = Erase.NULL) -> Personal:
    """A clear column of a row."""
    return Personal(category, (ANSWER,), erase, Source.PRODUCT)


_WHEN = _row(erase=Erase.DETACH)  # when a talk was says nothing of anybody once it is nobody's
_FILE: dict[str, Leaf] = {
    "id": _ID, "name": _words(Category.COMMUNICATION, Mirror.SEARCH),
    "type": NotPersonal("a media type"), "size": NotPersonal("a number of bytes"),
    "width": NotPersonal("a number of pixels"), "height": NotPersonal("a number of pixels"),
}  # fmt: skip
_ANSWER: dict[str, Leaf] = {
    "field": NotPersonal("the id of a field of the owner's form"),
    "label": NotPersonal("the owner's word for the field", in_spite_of_its_name=True),
    "value": _words(Category.COMMUNICATION, Mirror.SEARCH),
}
_MEMBER = Personal(Category.IDENTIFIER, (ANSWER, RECORD), Erase.SHRED, Source.PRODUCT, _MEMBER_OF)
_BY = NotPersonal("visitor, agent or the system")


def _inside(name: str, leaves: dict[str, Leaf]) -> dict[str, Leaf]:
    return {f"{name}.{inner}": leaf for inner, leaf in leaves.items()}


PLACES = (
    Place(
        Where.ROWS, "conversations.Conversation", "One talk: what lists and rights need of it.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE,
            "visitor": _row(Category.IDENTIFIER, Erase.DETACH),
            "contact": _row(Category.IDENTIFIER),
            "number": NotPersonal("counts up in the workspace"),
            "state": NotPersonal("open or closed"),
            "offline": NotPersonal("whether nobody was there"),
            "language": Personal(Category.LANGUAGE, (ANSWER,), Erase.NULL, Source.DEVICE),
            "erased_at": NotPersonal("since when it is of nobody"),
            "opened_at": _WHEN, "closed_at": _WHEN, "waiting_since": _row(), "last_at": _WHEN,
            "preview": Inside(
                {
                    "seq": NotPersonal("counts up in the stream"), "author_kind": _BY,
                    "text": _words(Category.COMMUNICATION, Mirror.PREVIEW),
                    "files": NotPersonal("how many there are"),
                },
                Preview,
            ),
            "answers": Inside(_inside("*", _ANSWER), list[Answer]),
            "rating": Personal(Category.OPINION, (QUALITY,), Erase.NULL),
            "rating_comment": Inside({"*": _words(Category.OPINION)}),
        },
        (_VISITOR, _CONTACT), CONVERSATION,
    ),
    Place(
        Where.ROWS, "conversations.Participation", "An agent takes, or took, part, under the name visitors saw.",
        {
            "id": _ID,
            "conversation": NotPersonal("a random id of the talk"),
            "member": Personal(Category.IDENTIFIER, (ANSWER, RECORD), Erase.DETACH, Source.PRODUCT),
            "joined_at": _WHEN, "left_at": _WHEN,
            "alias": Personal(Category.USERNAME, (ANSWER,), Erase.NULL, recipients=(Recipient.VISITORS,)),
            "title": Personal(Category.EMPLOYMENT, (ANSWER,), Erase.NULL, recipients=(Recipient.VISITORS,)),
            "picture": Personal(Category.PICTURE, (ANSWER,), Erase.NULL, recipients=(Recipient.VISITORS,)),
        },
        (_AGENT,), CONVERSATION,
    ),
    Place(
        Where.ROWS, "conversations.Numbering", "The last number given to a conversation of a workspace.",
        {"workspace": _WORKSPACE, "last": NotPersonal("counts up in the workspace")},
    ),
    Place(
        Where.ROWS, "conversations.File", "A file of a talk: what it is. Its bytes lie in the file store, sealed.",
        {
            "id": _ID, "conversation": NotPersonal("a random id of the talk"), "author_kind": _BY,
            "author": _row(Category.IDENTIFIER, Erase.DELETE),
            "about": Inside(_FILE, FileRef),
            "type": NotPersonal("a media type"), "size": NotPersonal("a number of bytes"),
            "state": NotPersonal("whether it arrives, has arrived, or is named by a message"),
            "uploaded_at": _row(erase=Erase.DELETE),
        },
        (Edge(Subject.VISITOR, "conversation.visitor"),), CONVERSATION,
    ),
    Place(
        Where.ROWS, "conversations.FileTicket", "The right to fetch one file once, for a minute.",
        {
            "hash": NotPersonal("of a random ticket"),
            "file": NotPersonal("a random id of the file"),
            "of_visitor": _row(Category.IDENTIFIER, Erase.DELETE),
            "of_person": Personal(
                Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT, Edge(Subject.PERSON, "of_person")
            ),
            "expires_at": NotPersonal("a minute after it was asked for"),
        },
        (Edge(Subject.VISITOR, "of_visitor"),), MINUTES,
    ),
    Place(
        Where.FILES, "files", "The bytes of files of talks, sealed, in a folder or an S3 store.",
        {
            "bytes": Personal(
                Category.COMMUNICATION, (ANSWER, RECORD), Erase.FILE,
                recipients=(Recipient.FILE_STORE,), mirrors=(Mirror.BACKUP,), free_text=True,
            ),
            "place": NotPersonal("the random id of the file"),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.FILES, "uploads", "The bytes of an upload while it arrives, on this machine's disk, sealed.",
        {
            "bytes": Personal(Category.COMMUNICATION, (ANSWER,), Erase.FILE, free_text=True),
            "place": NotPersonal("the random id of the upload"),
        },
        (_KEY,), UPLOAD,
    ),
    Place(
        Where.EVENT, "opened", "A conversation began.",
        {
            "site": _SITE, "visitor": _made(Category.IDENTIFIER),
            "channel": NotPersonal("by which way the first words came"),
            "offline": NotPersonal("whether nobody was there"),
            "language": Personal(Category.LANGUAGE, (ANSWER,), Erase.SHRED, Source.DEVICE),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "form_answered",
        "What was written into the form before the talk; and that somebody is old enough, where a site asks.",
        _inside("answers.*", _ANSWER), (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "said", "A message.",
        {
            "text": _words(Category.COMMUNICATION, Mirror.PREVIEW, Mirror.SEARCH),
            **_inside("files.*", _FILE),
            "masked": NotPersonal("how many card numbers were masked before anything was stored"),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "noted", "A note of the team; it is about the visitor, and sealed with their key.",
        {
            "text": Personal(
                Category.COMMUNICATION, (ANSWER, RECORD), Erase.SHRED, Source.TEAM,
                mirrors=(Mirror.SEARCH, Mirror.BACKUP), free_text=True,
            ),
            "masked": NotPersonal("how many card numbers were masked before anything was stored"),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "joined", "An agent takes part, under the name visitors see; sealed with a key of that name.",
        {
            "member": _MEMBER,
            "alias": _made(Category.USERNAME, _NAMED), "title": _made(Category.EMPLOYMENT, _NAMED),
            "picture": _made(Category.PICTURE, _NAMED),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(Where.EVENT, "left", "An agent left the talk.", {"member": _MEMBER}, (_KEY,), CONVERSATION),
    Place(Where.EVENT, "closed", "The talk was closed.", {"by": _BY}),
    Place(
        Where.EVENT, "corrected", "The person's name or address was put right, as they asked.",
        {"fields.*": NotPersonal("which of the two it was; not what it was, nor what it is")},
    ),
    Place(Where.EVENT, "reopened", "The talk goes on.", {"by": _BY}),
    Place(
        Where.EVENT, "rated", "The visitor said how they were served.",
        {
            "score": Personal(Category.OPINION, (QUALITY, RECORD), Erase.SHRED, recipients=_READ, mirrors=_SENT),
            "comment": Personal(
                Category.OPINION, (QUALITY, RECORD), Erase.SHRED, recipients=_READ, mirrors=_SENT, free_text=True
            ),
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "transcript_asked", "Somebody asked for the transcript.",
        {
            "address": Personal(
                Category.EMAIL, (FOLLOW_UP,), Erase.SHRED, recipients=(Recipient.MAIL_SERVER,),
                mirrors=(Mirror.MAIL, Mirror.CAPTURED),
            )
        },
        (_KEY,), CONVERSATION,
    ),
    Place(
        Where.EVENT, "erased", "Whoever the talk was with is erased; it is of nobody from now on.",
        {
            "visitor": NotPersonal("a random id of nobody", in_spite_of_its_name=True),
            "closed_at": NotPersonal("when a talk of nobody was closed"),
        },
    ),
    Place(
        Where.JOB, "preview", "A reader of the log: keeps what the inbox shows of a talk.",
        {"event": NotPersonal("a position of the log; the words are opened, shortened and sealed again")},
    ),
)  # fmt: skip
