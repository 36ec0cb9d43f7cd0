"""What the wiring itself keeps or lets out: lines of the log, labels of metrics, the console's storage, jobs, and files
beside the database."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import BACKUP, LOGS, MAIL, SESSION, TAB
from troth.datamap.purposes import ACCOUNT, ANSWER, FOLLOW_UP, PREFERENCE, RECORD, SECURITY

_ANYBODY = Edge(Subject.VISITOR, "device")
_PERSON = Edge(Subject.PERSON, "device")
_SMALL = NotPersonal("one of a small, closed set of words of the code")


PLACES = (
    Place(
        Where.LOG, "server", "One line for one thing that happened.",
        {
            "time": NotPersonal("when it happened"),
            "level": _SMALL, "logger": _SMALL, "role": _SMALL, "thread": _SMALL,
            "event": NotPersonal("a sentence of the code; of other libraries only its pattern, never its values"),
            "trace": NotPersonal("kinds of errors and lines of code, without their messages"),
            "request": NotPersonal("a random id of one request"),
            "method": _SMALL,
            "route": NotPersonal("the pattern of an address, never the address"),
            "status": NotPersonal("a status of HTTP"), "ms": NotPersonal("how long it took"),
            "network": Personal(Category.NETWORK_ADDRESS, (SECURITY,), Erase.EXPIRE, Source.DEVICE),
        },
        (_ANYBODY,), LOGS,
    ),
    Place(
        Where.METRIC, "metrics", "Numbers for the operator; no label has an id or a word that anybody wrote.",
        {
            "version": _SMALL, "role": _SMALL, "database": _SMALL, "limit": _SMALL, "kind": _SMALL, "code": _SMALL,
            "direction": _SMALL, "door": _SMALL, "holder": _SMALL, "reader": _SMALL, "state": _SMALL, "method": _SMALL,
            "route": NotPersonal("the pattern of an address, never the address"), "status": _SMALL, "le": _SMALL,
            "generation": _SMALL,
        },
    ),
    Place(
        Where.JOB, "sessions", "Once an hour: sessions and counts of sign-in that have ended are deleted.", {},
    ),
    Place(
        Where.JOB, "uploads", "Once an hour: uploads that no message named within a day are deleted.", {},
    ),
    Place(
        Where.JOB, "my data", "Once an hour: codes and sessions of the portal that are over are emptied.", {},
    ),
    Place(
        Where.JOB, "notices", "Once an hour: notices whose day has come take effect; contacts are told.", {},
    ),
    Place(
        Where.JOB, "measures", "Once an hour: who answers for a measure is told that it must be attested anew.", {},
    ),
    Place(
        Where.JOB, "records", "Once an hour: records of processing that would say something else have a version more.",
        {},
    ),
    Place(
        Where.JOB, "requests", "Once an hour: answers to erasures that were cut off, and what is kept no longer.", {},
    ),
    Place(
        Where.JOB, "retention", "Once an hour: what its rule keeps no longer ends; each site has its turn once a day.",
        {},
    ),
    Place(
        Where.JOB, "compaction", "Once an hour, or at night: bytes of what was erased leave the database's files.", {},
    ),
    Place(
        Where.JOB, "closing", "Once an hour: workspaces whose day has come are deleted, and their certificates mailed.",
        {},
    ),
    Place(
        Where.JOB, "old packages", "Once an hour: what people ordered of themselves is deleted after a week.", {},
    ),
    Place(
        Where.JOB, "mail sender", "Sends what is due.",
        {"mail": NotPersonal("a random id of the mail; address and words are opened for the moment of sending",
                             in_spite_of_its_name=True)},
    ),
    Place(
        Where.FILES, "mail", "Captured mails, one file each, where the operator set no mail server.",
        {
            "mail": Personal(
                Category.COMMUNICATION, (FOLLOW_UP, ACCOUNT), Erase.DELETE, Source.PRODUCT, free_text=True
            )
        },
        (Edge(Subject.VISITOR, "stream"), Edge(Subject.PERSON, "self")), MAIL,
    ),
    Place(
        Where.FILES, "backup", "What `troth backup` wrote, encrypted: the main database, the keyring, the tombstones.",
        {
            "main": Personal(Category.COMMUNICATION, (RECORD,), Erase.EXPIRE, Source.PRODUCT, free_text=True),
            "keys": Personal(Category.IDENTIFIER, (RECORD,), Erase.EXPIRE, Source.PRODUCT),
            "tombstones": NotPersonal("numbers of destroyed keys; they lead to nobody any more"),
        },
        (_ANYBODY, _PERSON), BACKUP,
    ),
    Place(
        Where.BROWSER, "console", "What the console keeps in a browser of the team.",
        {
            "troth.console": Personal(Category.PREFERENCE, (PREFERENCE,), Erase.DEVICE),
            "troth.person": Personal(Category.IDENTIFIER, (ACCOUNT,), Erase.DEVICE, Source.PRODUCT, keep=TAB),
            "troth.draft.*": Personal(
                Category.COMMUNICATION, (ANSWER,), Erase.DEVICE, keep=TAB, mirrors=(Mirror.BROWSER,), free_text=True
            ),
            "troth.unsent.*": Personal(
                Category.COMMUNICATION, (ANSWER,), Erase.DEVICE, keep=TAB, mirrors=(Mirror.BROWSER,), free_text=True
            ),
        },
        (_PERSON,), SESSION,
    ),
)  # fmt: skip
