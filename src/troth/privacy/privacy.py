"""What this room keeps: that somebody was erased, without saying who; and a register that names companies and their
servers, nobody's personal data."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Inside,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Recipient,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import CONSENT, HOLD, MAIL, MEMBER, MINUTES, PACKAGE
from troth.datamap.purposes import RECORD, RIGHTS

from .closing.letter import Letter

_OF_A_COMPANY = NotPersonal("about a company that is a processor", in_spite_of_its_name=True)
_WHEN = NotPersonal("when it began, was last heard of, or ended")
_IDS = Personal(Category.IDENTIFIER, (RIGHTS,), Erase.EXPIRE, Source.PRODUCT)

_ID = NotPersonal("a random id")
_WORKSPACE = NotPersonal("an id of the workspace, a company")
_SITE = NotPersonal("an id of the site")
_TEXT = NotPersonal("of a text that the site shows to everybody")
_HELD_WORDS = Personal(Category.COMMUNICATION, (RIGHTS,), Erase.NULL, Source.TEAM, free_text=True)
_CHOICE = Personal(Category.PREFERENCE, (RECORD,), Erase.DETACH)
_OF_ITS_MAKING = NotPersonal("how the making goes")
_ORDERED = Personal(Category.COMMUNICATION_METADATA, (RIGHTS,), Erase.DETACH, Source.PRODUCT)
_WHOSE = tuple(Edge(kind, "subject_id") for kind in Subject)


def _by(field: str) -> Personal:
    """A member who did it."""
    return Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT, Edge(Subject.PERSON, field))


PLACES = (
    Place(
        Where.ROWS, "privacy.AccessOrder", "Somebody is to get what is kept of them.",
        {
            "id": _ID, "workspace": _WORKSPACE,
            "subject": NotPersonal("visitor, contact, person or workspace, not who", in_spite_of_its_name=True),
            "subject_id": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT),
            "kind": NotPersonal("to read, or to take along"),
            "language": Personal(Category.LANGUAGE, (RIGHTS,), Erase.NULL),
            "request": NotPersonal("a random id of the request it answers"),
            "state": _OF_ITS_MAKING, "made_at": _ORDERED, "ready_at": _ORDERED, "fetched_at": _ORDERED,
            "ends_at": NotPersonal("a week after it was ordered"),
            "pieces": NotPersonal("how many there are"), "size": NotPersonal("a number of bytes"),
            "done": _OF_ITS_MAKING, "of": _OF_ITS_MAKING,
            "attempts": _OF_ITS_MAKING, "holder": _OF_ITS_MAKING, "held_until": _OF_ITS_MAKING,
        },
        _WHOSE, PACKAGE,
    ),
    Place(
        Where.ROWS, "privacy.AccessLink", "The right to fetch an order once, within a day.",
        {
            "hash": NotPersonal("of a random word"), "order": NotPersonal("a random id of the order"),
            "expires_at": NotPersonal("a day after it was asked for"),
            "used_at": NotPersonal("so that a second use is told from a wrong one"),
        },
    ),
    Place(
        Where.FILES, "packages", "What was made for somebody who asked, in pieces, sealed with a key of its own.",
        {
            "bytes": Personal(
                Category.COMMUNICATION, (RIGHTS,), Erase.FILE, Source.PRODUCT,
                recipients=(Recipient.SUBJECT, Recipient.FILE_STORE), mirrors=(Mirror.BACKUP,), free_text=True,
            ),
            "place": NotPersonal("made of the random id of the order"),
        },
        tuple(Edge(kind, "key") for kind in Subject), PACKAGE,
    ),
    Place(
        Where.JOB, "packages", "Makes what people ordered of themselves.",
        {"order": NotPersonal("a random id of the order; what it holds is opened for the moment of making")},
    ),
    Place(
        Where.ROWS, "privacy.Attestation", "A member answers for what no machine can see; rows are only added.",
        {
            "id": _ID, "workspace": _WORKSPACE,
            "control": NotPersonal("which measure of the company's profile"),
            "act": NotPersonal("attested, or taken back"),
            "owner": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.TEAM),
            "by": _by("by"),
            "evidence": NotPersonal("the name or address of a paper of the company's; that itself is kept nowhere"),
            "sha256": NotPersonal("a hash of that paper"),
            "at": _WHEN, "until": NotPersonal("the day on which it must be attested anew"),
            "marks": NotPersonal("keyed hashes of random ids, so that a row that was changed is noticed"),
            "seal": NotPersonal("a keyed hash of the row, for the same"),
        },
        (Edge(Subject.PERSON, "owner"),), MEMBER,
    ),
    Place(
        Where.MAIL, "measure", "To who answers for a measure: that it must be attested anew.",
        {
            "to": Personal(
                Category.EMAIL, (RIGHTS,), Erase.EXPIRE, Source.TEAM,
                recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED),
            ),
            "control": NotPersonal("which measure of the company's profile"),
            "workspace": NotPersonal("the name of the company"),
        },
        (Edge(Subject.PERSON, "self"),), MAIL,
    ),
    Place(
        Where.ROWS, "privacy.Closing", "A workspace is closing, or was closed.",
        {
            "id": _ID, "workspace": _WORKSPACE,
            "mark": NotPersonal("a keyed hash of the workspace's id; a restored backup is searched by it"),
            "named": NotPersonal("a keyed hash of the company's name", in_spite_of_its_name=True),
            "state": NotPersonal("how far it is"),
            "by": _by("by"),
            "plan": Inside({"*": NotPersonal("names of stores and counts; it names nobody")}),
            "certificate": Inside({"*": NotPersonal("names of stores and counts; it names nobody")}),
            "letter": Inside(
                {
                    "workspace": NotPersonal("the name of the company"),
                    "to.*.email": Personal(Category.EMAIL, (RIGHTS,), Erase.EXPIRE, Source.PRODUCT),
                    "to.*.language": Personal(Category.LANGUAGE, (RIGHTS,), Erase.EXPIRE, Source.PRODUCT),
                },
                Letter,
            ),
            "trouble": NotPersonal("why it waits; a sentence of the program's"),
            "asked_at": _WHEN, "closes_at": _WHEN, "at": _WHEN, "done_at": _WHEN, "undone_at": _WHEN,
            "holder": NotPersonal("a random id of the process that runs it"), "held_until": _WHEN,
        },
        (Edge(Subject.PERSON, "letter"),), PACKAGE,
    ),
    Place(
        Where.MAIL, "closing", "To owners: that their workspace closes, that this was undone, the certificate.",
        {
            "to": Personal(
                Category.EMAIL, (RIGHTS,), Erase.EXPIRE, Source.TEAM,
                recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED),
            ),
            "workspace": NotPersonal("the name of the company"),
            "certificate": NotPersonal("names of stores and counts; it names nobody"),
        },
        (Edge(Subject.PERSON, "self"),), MAIL,
    ),
    Place(
        Where.ROWS, "privacy.ClosingStep", "A store of a workspace that was cleared.",
        {
            "id": NotPersonal("a number of the database's"),
            "closing": NotPersonal("a random id of the closing"),
            "store": NotPersonal("the name of a store"),
            "cleared": NotPersonal("how many there were"),
            "done_at": _WHEN,
        },
    ),
    Place(
        Where.ROWS, "privacy.Consent", "What a browser answered when the site asked; rows are only added.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE,
            "visitor": Personal(Category.IDENTIFIER, (RECORD,), Erase.NULL, Source.PRODUCT),
            "purpose": NotPersonal("one of the purposes of this page"),
            "language": _TEXT, "version": _TEXT, "sha256": _TEXT,
            "notice": _TEXT, "notice_sha256": _TEXT,
            "act": NotPersonal("always button"),
            "state": _CHOICE,
            "at": Personal(Category.COMMUNICATION_METADATA, (RECORD,), Erase.DETACH, Source.PRODUCT),
        },
        (Edge(Subject.VISITOR, "visitor"),), CONSENT,
    ),
    Place(
        Where.ROWS, "privacy.ConsentText", "What a site showed when it asked, word for word.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE, "language": _TEXT, "version": _TEXT, "sha256": _TEXT,
            "text": NotPersonal("a text of the company's that everybody is shown", in_spite_of_its_name=True),
            "created_at": NotPersonal("when it was first shown to somebody who answered"),
        },
    ),
    Place(
        Where.ROWS, "privacy.Erasure", "Somebody was erased, or is being erased.",
        {
            "id": NotPersonal("a random id"),
            "workspace": NotPersonal("an id of the workspace, a company"),
            "subject": NotPersonal("visitor, contact or person; which one, not who", in_spite_of_its_name=True),
            "mark": NotPersonal("a keyed hash of a random id that is gone; a restored backup is searched by it"),
            "state": NotPersonal("how far it is"),
            "plan": Inside({"*": _IDS}),
            "certificate": Inside({"*": NotPersonal("names of stores and counts; it names nobody")}),
            "holder": NotPersonal("a random id of the process that runs it"),
            "held_until": _WHEN, "at": _WHEN, "done_at": _WHEN,
        },
        (Edge(Subject.VISITOR, "plan"), Edge(Subject.CONTACT, "plan"), Edge(Subject.PERSON, "plan")), MINUTES,
    ),
    Place(
        Where.ROWS, "privacy.ErasureStep", "A store that was cleared.",
        {
            "id": NotPersonal("a number of the database's"),
            "erasure": NotPersonal("a random id of the erasure"),
            "store": NotPersonal("the name of a store"),
            "cleared": NotPersonal("how many there were"),
            "at": _WHEN,
        },
    ),
    Place(
        Where.ROWS, "privacy.Hold", "Somebody, a conversation or a site must not be erased, and why.",
        {
            "id": _ID, "workspace": _WORKSPACE,
            "kind": NotPersonal("what it is on: a visitor, a contact, a person, a conversation or a site"),
            "target": Personal(Category.IDENTIFIER, (RIGHTS,), Erase.NULL, Source.PRODUCT),
            "reason": _HELD_WORDS, "lift_reason": _HELD_WORDS,
            "by": _by("by"), "lifted_by": _by("lifted_by"),
            "at": _WHEN, "until": _WHEN, "lifted_at": _WHEN,
        },
        (Edge(Subject.VISITOR, "target"), Edge(Subject.CONTACT, "target"), Edge(Subject.PERSON, "target")), HOLD,
    ),
    Place(
        Where.ROWS, "privacy.Chosen", "What the company has chosen to promise to everybody.",
        {
            "workspace": _WORKSPACE,
            "text": NotPersonal("what the company publishes of itself", in_spite_of_its_name=True),
            "set_at": NotPersonal("when that was chosen"),
            "attested": NotPersonal("keyed hashes over what was attested, so that a row that was deleted is missed"),
        },
    ),
    Place(
        Where.EVENT, "profile_set", "Somebody of the team, or an operator, set what the company promises.",
        {
            "profile": NotPersonal("its name", in_spite_of_its_name=True),
            "sha256": NotPersonal("a hash of its file"), "before": NotPersonal("a hash of the one before"),
        },
        (Edge(Subject.PERSON, "key"),), MEMBER,
    ),
    Place(
        Where.ROWS, "privacy.RetentionRule", "How long a site keeps what.",
        {
            "id": _ID, "site": _SITE, "what": NotPersonal("what is kept: conversations, files ..."),
            "after": NotPersonal("from which event on"), "days": NotPersonal("how many days"),
        },
    ),
    Place(
        Where.ROWS, "privacy.RetentionRun", "What retention took from a site in one run, by numbers.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE, "at": _WHEN,
            "rules": Inside({"*": NotPersonal("the site's rules at that moment")}),
            "hash": NotPersonal("a hash of all random ids that it took together"),
            "what": NotPersonal("how far it is"),
            "last": NotPersonal("a random id of what is gone"),
            "hand": Inside({"*": _IDS}),
            "counts": Inside({"*": NotPersonal("how many")}),
            "held": Inside({"*": NotPersonal("how many")}),
            "level": NotPersonal("how far down it can be shown"),
            "holder": NotPersonal("a random id of the process that runs it"),
            "held_until": _WHEN, "done_at": _WHEN,
        },
        (Edge(Subject.VISITOR, "hand"), Edge(Subject.CONTACT, "hand")), MINUTES,
    ),
    Place(
        Where.ROWS, "privacy.KeptCount", "How many there were on a day of what retention took since.",
        {
            "id": NotPersonal("a number of the database's"), "site": _SITE,
            "day": NotPersonal("the day it was counted for"),
            "measure": NotPersonal("what was counted"), "count": NotPersonal("how many, of nobody"),
        },
    ),
    Place(
        Where.ROWS, "privacy.Processor", "A company or server that is given data of this installation.",
        {
            "id": NotPersonal("a random id"),
            "name": _OF_A_COMPANY, "function": _OF_A_COMPANY, "country": _OF_A_COMPANY,
            "hosts": Inside({"*": _OF_A_COMPANY}),
            "mechanism": _OF_A_COMPANY, "policy": _OF_A_COMPANY,
            "browser": Inside({"*": NotPersonal("a kind of what browsers fetch there")}),
            "state": NotPersonal("whether it is given anything"), "since": NotPersonal("since when that is so"),
            "setting": NotPersonal("the name of a setting"),
        },
    ),
)  # fmt: skip
