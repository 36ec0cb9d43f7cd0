"""What the search index holds: the words of conversations, a mirror of what the log keeps sealed. It is in no backup,
and is made anew from the log."""

from troth.datamap import Category, Edge, Erase, NotPersonal, Personal, Place, Source, Subject, Where
from troth.datamap.keeping import CONVERSATION
from troth.datamap.purposes import ANSWER

from .index import NAME

_POSITION = NotPersonal("a position of the log")
_STREAM = NotPersonal("a random id of the talk")
_WORDS = Personal(Category.COMMUNICATION, (ANSWER,), Erase.DELETE, free_text=True)
_VISITOR = Edge(Subject.VISITOR, "stream")

PLACES = (
    Place(
        Where.TABLE, "search_passage", "The words of one event of a talk, by which it is found (PostgreSQL).",
        {
            "position": _POSITION,
            "workspace": NotPersonal("an id of the workspace, a company"),
            "site": NotPersonal("an id of the site"),
            "stream": _STREAM,
            "seq": NotPersonal("counts up in the stream"),
            "at": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.DELETE, Source.PRODUCT),
            "author": Personal(
                Category.IDENTIFIER, (ANSWER,), Erase.DETACH, Source.PRODUCT, Edge(Subject.PERSON, "author")
            ),
            "team": NotPersonal("whether visitors may not find it"),
            "words": _WORDS,
        },
        (_VISITOR,), CONVERSATION,
    ),
    Place(
        Where.TABLE, "search_gone", "Talks of nobody whose words on their way are not taken in (PostgreSQL).",
        {"stream": _STREAM, "upto": _POSITION},
    ),
    Place(
        Where.TABLE, "search_whole", "Has a row where the index was not emptied by a crash (PostgreSQL).",
        {"one": NotPersonal("always 1")},
    ),
    Place(
        Where.FILES, "search", "The same index in a file of its own, on SQLite.",
        {"words": _WORDS, "the rest": NotPersonal("positions of the log, and random ids")},
        (_VISITOR,), CONVERSATION,
    ),
    Place(
        Where.JOB, NAME, "A reader of the log: keeps the index.",
        {"event": NotPersonal("a position of the log; the words are opened and kept in the index")},
    ),
)  # fmt: skip
