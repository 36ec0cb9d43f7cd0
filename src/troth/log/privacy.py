"""What the log keeps: events in their order. Who may be known by them is an id; what they said is sealed, and declared
by the room whose word it is."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import CONVERSATION
from troth.datamap.purposes import ANSWER, RECORD

_TENANT = NotPersonal("an id of the workspace, a company")
_STREAM = NotPersonal("a random id of the talk, made for it alone; who takes part is said elsewhere")
_COUNT = NotPersonal("counts up in the stream")
_POSITION = NotPersonal("a place in the order of everything that was written")
_VISITOR = Edge(Subject.VISITOR, "key")
_WHO = Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT)

PLACES = (
    Place(
        Where.TABLE, "log_event", "Every event, its body sealed.",
        {
            "position": _POSITION, "workspace": _TENANT, "stream": _STREAM, "seq": _COUNT, "after_all": _COUNT,
            "at": Personal(Category.COMMUNICATION_METADATA, (ANSWER, RECORD), Erase.SHRED, Source.PRODUCT),
            "kind": NotPersonal("which of the kinds of event it is"),
            "v": NotPersonal("the version of the kind"),
            "audience": NotPersonal("whether it is for everybody or for the team"),
            "author_kind": NotPersonal("visitor, agent or the system"),
            "author": _WHO,
            "client_id": NotPersonal("a random id of the message, made by the client for this message alone"),
            "key_id": NotPersonal("a number of the key in the keyring; who owned it dies with the key"),
            "commitment": NotPersonal("salted; the salt is sealed with the body, so nothing can be guessed from it"),
            "payload": Personal(
                Category.COMMUNICATION, (ANSWER, RECORD), Erase.SHRED, free_text=True
            ),
        },
        (_VISITOR,), CONVERSATION,
    ),
    Place(
        Where.TABLE, "log_key", "Which key was taken for which person in which stream.",
        {
            "id": NotPersonal("a number"), "workspace": _TENANT, "stream": _STREAM,
            "subject": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
        },
        (_VISITOR,), CONVERSATION,
    ),
    Place(
        Where.TABLE, "log_mark", "How far each participant of a talk has received and seen.",
        {
            "workspace": _TENANT, "stream": _STREAM,
            "participant": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "kind": NotPersonal("visitor or agent"),
            "delivered": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.DELETE, Source.DEVICE),
            "seen": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.DELETE, Source.DEVICE),
        },
        (_VISITOR,), CONVERSATION,
    ),
    Place(
        Where.TABLE, "log_head", "The end of each stream.",
        {
            "workspace": _TENANT, "stream": _STREAM, "last_seq": _COUNT, "last_all": _COUNT,
            "last_commit": NotPersonal("salted, like the commitment it repeats"),
            "at": NotPersonal("when the talk last moved; of whom is not said here"),
            "state": NotPersonal("whether more may be written"),
        },
    ),
    Place(
        Where.TABLE, "log_outbox", "What was committed and has no position yet (PostgreSQL).",
        {
            "id": NotPersonal("a number"), "workspaces": _TENANT, "streams": _STREAM, "seqs": _COUNT,
        },
    ),
    Place(
        Where.TABLE, "log_feed", "Which position is which event (PostgreSQL).",
        {
            "last": _POSITION, "n": NotPersonal("how many events"), "workspaces": _TENANT, "streams": _STREAM,
            "seqs": _COUNT,
        },
    ),
    Place(
        Where.TABLE, "log_position", "The newest position (PostgreSQL).",
        {"id": NotPersonal("always 1"), "last": _POSITION},
    ),
    Place(
        Where.TABLE, "log_bookmark", "How far each reader of the log has come.",
        {
            "name": NotPersonal("the reader's name in the code", in_spite_of_its_name=True),
            "position": _POSITION,
            "holder": NotPersonal("a random token of the worker that holds it"),
        },
    ),
    Place(
        Where.TABLE, "log_parked", "Events that a reader went on without.",
        {
            "name": NotPersonal("the reader's name in the code", in_spite_of_its_name=True),
            "position": _POSITION,
            "reason": NotPersonal("a kind of error and lines of code, without its message"),
            "at": NotPersonal("when the reader gave up"),
        },
    ),
    Place(
        Where.TABLE, "log_worker", "The workers of this installation (PostgreSQL).",
        {
            "name": NotPersonal("the process's name, which the operator gave", in_spite_of_its_name=True),
            "token": NotPersonal("a random token of the process", in_spite_of_its_name=True),
            "place": NotPersonal("the machine and process it runs in"),
            "until": NotPersonal("when its lease ends"),
        },
    ),
    Place(
        Where.TABLE, "log_backup", "The last good backup.",
        {
            "id": NotPersonal("always 1"),
            "at": NotPersonal("when it was taken"),
            "place": NotPersonal("a machine and a folder, as the operator named them"),
            "kept_rows": NotPersonal("how many there are"),
            "kept_files": NotPersonal("how many there are"),
            "kept_keys": NotPersonal("how many there are"),
            "size": NotPersonal("a number of bytes"),
        },
    ),
    Place(
        Where.TABLE, "log_schema", "Which steps of the tables were made.",
        {"step": NotPersonal("a number")},
    ),
)  # fmt: skip
