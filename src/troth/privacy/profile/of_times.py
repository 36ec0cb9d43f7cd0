"""The parameters of how long something is kept, and until when something is done."""

from ..retention.bounds import BOUNDS
from .kinds import Choice, Flag, Keeping, Kind, Names, Number, Period
from .parameter import Parameter
from .shape import Kept

_ORDER = ("created", "last_message", "closed")  # of one thing, as they happen
_EVENTS = {"closed": "it was closed", "last_message": "the last message"}
_WHAT = {  # the sentence, and what "created" is of it
    "contacts": ("What we know of a person is gone {value}.", ""),
    "visitors": ("What we know of a browser is gone {value}.", "the chat was first opened"),
    "mails": ("To whom a mail went is gone {value}.", "it was written"),
    "files": ("A file that was sent in a conversation is gone {value}.", "it was sent"),
    "consents": ("The record of an answer to a question of consent is gone {value}.", "it was given"),
    "conversations": ("A conversation is gone {value}.", ""),
}


def _of_sites() -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name=f"retention.{what}",
            kind=Keeping({one: _EVENTS.get(one, _WHAT[what][1]) for one in bound.after}, bound.most, _ORDER),
            sentence=_WHAT[what][0],
            default=Kept(after=bound.after[0], days=bound.most),
            site=f"retention.{what}",
        )
        for what, bound in BOUNDS.items()
    )


def _kept(name: str, event: str, most: int, sentence: str, default: int | None = None) -> Parameter:
    kind: Kind = Keeping({"created": event}, most)
    return Parameter(
        name=f"retention.{name}", kind=kind, sentence=sentence,
        default=None if default is None else Kept(after="created", days=default),
    )  # fmt: skip


OF_TIMES = (
    *_of_sites(),
    _kept("logs", "it was written", 90, "A line of a log is gone {value}.", 90),
    _kept("backups", "it was made", 90, "A backup is gone {value}.", 90),
    _kept("ip", "it was seen", 90, "A whole network address is gone {value}."),
    _kept("enquiries", "the last word", 1095, "An enquiry that led to nothing is gone {value}."),
    _kept("invitations", "it was sent", 90, "An invitation that nobody accepted is gone {value}."),
    _kept("referrals", "it was given", 90, "The address of somebody who was recommended to us is gone {value}."),
    _kept("invoices", "it was written", 4015, "An invoice, which the law makes us keep, is gone {value}."),
    _kept("entries", "the contest ended", 365, "An entry to a contest is gone {value}."),
    Parameter(
        name="trial.days",
        kind=Number(0, 365, unit="day"),
        sentence="A free trial lasts {value}.",
        mode="exact",
    ),
    Parameter(
        name="trial.card",
        kind=Flag(strict=False, yes="is asked for", no="is not asked for"),
        sentence="A payment card {value} when a trial begins.",
        default=False,
    ),
    Parameter(
        name="trial.fields",
        kind=Names({}, none="nothing"),
        sentence="Who begins a trial is asked for {value}.",
    ),
    Parameter(
        name="breach.authority",
        kind=Period("P30D"),
        sentence="We report a breach to the authority within {value} of learning of it.",
        floors={"EU": "PT72H", "UK": "PT72H", "IN": "PT72H"},
    ),
    Parameter(
        name="breach.client",
        kind=Period("P60D"),
        sentence="We tell our clients of a breach within {value} of learning of it.",
        floors={"EU": "PT72H", "UK": "PT72H"},
    ),
    Parameter(
        name="breach.user",
        kind=Period("P60D"),
        sentence="We tell those concerned of a breach within {value} of learning of it.",
    ),
    Parameter(
        name="breach.user_via",
        kind=Names({"mail": "by email", "site": "on our site"}, "more"),
        sentence="We tell those concerned of a breach {value}.",
    ),
    Parameter(
        name="breach.reverse",
        kind=Period("P60D"),
        sentence="Our clients tell us of a breach on their side within {value} of learning of it.",
        mode="exact",
    ),
    Parameter(
        name="requests.days",
        kind=Number(1, 45, unit="day"),
        sentence="We answer what somebody asks about their data within {value}, and within a month.",
        default=30,
        floors={"EU": 30, "UK": 30, "US-CA": 45},
    ),
    Parameter(
        name="requests.route",
        kind=Choice({"self": "we answer it ourselves", "controller": "the company they wrote to answers it"}),
        sentence="When somebody asks about their data, {value}.",
        default="self",
        mode="exact",
    ),
    Parameter(
        name="change.material",
        kind=Names({"mail": "by email", "site": "on our site", "page": "on this page"}, "more"),
        sentence="We tell of a change that matters {value}.",
        default=("page",),
    ),
    Parameter(
        name="change.minor",
        kind=Names({"mail": "by email", "site": "on our site", "page": "by the date on this page"}, "more"),
        sentence="We tell of a small change {value}.",
        default=("page",),
    ),
    Parameter(
        name="change.lead_days",
        kind=Number(0, 365, "more", "day"),
        sentence="A change that matters is told {value} before it counts.",
        default=14,
    ),
)  # fmt: skip
