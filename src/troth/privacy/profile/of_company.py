"""The parameters of the company itself: who it is, whom it works with, what it shows to others."""

from .kinds import Choice, Day, Flag, Kind, Names, Number, Period, Words
from .parameter import EVERYWHERE, Parameter
from .shape import Value

_COUNTRY = r"[A-Z]{2}"
_OWN_PRODUCT: dict[str, Value] = {EVERYWHERE: "redirect"}


def _fact(name: str, sentence: str, kind: Kind | None = None) -> Parameter:
    return Parameter(name=name, kind=kind or Words(), sentence=sentence, mode="exact")


OF_COMPANY = (
    _fact("policy.law", "This policy stands under the law of {value}."),
    _fact("policy.forum", "The courts of {value} decide."),
    _fact("policy.effective_at", "It counts from {value} on.", Day()),
    _fact("policy.scope", "It is about {value}."),
    _fact("contact.company", "{value} is responsible for what is done with your data."),
    _fact("contact.address", "By post: {value}."),
    _fact("contact.mail", "By email: {value}."),
    _fact("contact.dpo", "Our data protection officer: {value}."),
    _fact("contact.representative", "Our representative: {value}."),
    Parameter(
        name="contact.routes",
        kind=Names(
            {
                "dpo": "the data protection officer", "mail": "email", "chat": "chat", "post": "post",
                "phone": "telephone", "portal": "the page of your data",
            },
            "more",
        ),
        sentence="You reach us about your data by {value}.",
    ),
    Parameter(
        name="transfers.countries",
        kind=Names({}, pattern=_COUNTRY, none="no other country"),
        sentence="Personal data go to {value}.",
    ),
    Parameter(
        name="transfers.mechanisms",
        kind=Names(
            {
                "adequacy": "a finding of adequacy",
                "scc": "standard contractual clauses",
                "bcr": "binding corporate rules",
                "dpf": "the Data Privacy Framework",
                "consent": "the consent of the person",
                "contract": "the contract with the person",
                "privacy-shield": "Privacy Shield",
                "safe-harbour": "Safe Harbour",
            }
        ),
        sentence="They go there on the ground of {value}.",
    ),
    Parameter(
        name="storage.countries",
        kind=Names({}, pattern=_COUNTRY),
        sentence="What we hold is stored in {value}.",
    ),
    Parameter(
        name="disclosure.grounds",
        kind=Names(
            {
                "consent": "with consent",
                "providers": "to those who work for us",
                "law": "where the law demands it",
                "rights": "to defend rights",
                "safety": "to keep somebody from harm",
                "fraud": "against fraud",
                "terms": "against a breach of our terms",
                "sale": "when the business is sold",
                "affiliates": "within our group",
                "payment": "to pay",
            }
        ),
        sentence="We give personal data to others {value}, and else never.",
    ),
    Parameter(
        name="payment.mode",
        kind=Choice({"redirect": "at the payment provider, and we never see a card"}),
        sentence="Payments are made {value}.",
        default="redirect",
        floors=_OWN_PRODUCT,
    ),
    Parameter(
        name="aggregate.share",
        kind=Choice({"off": "are not given to others", "on": "may be given to others"}),
        sentence="Statistics that are of nobody {value}.",
        default="off",
    ),
    Parameter(
        name="aggregate.k",
        kind=Number(10, 1000, "more", unit="person"),
        sentence="No number is told of fewer than {value}.",
        default=10,
        floors={EVERYWHERE: 10},
    ),
    Parameter(
        name="publish.testimonials",
        kind=Choice(
            {
                "never": "are not published",
                "per-field": "show only what its author chose to show, until they take it back",
                "consent": "are published with consent, until it is taken back",
            }
        ),
        sentence="Words of praise {value}.",
        default="never",
    ),
    Parameter(
        name="publish.comments",
        kind=Choice(
            {
                "never": "is not published",
                "pseudonym": "is shown under a name that its author chose",
                "name": "is shown with its author's name",
            }
        ),
        sentence="What somebody writes for all to read {value}.",
        default="never",
    ),
    Parameter(
        name="nda.staff",
        kind=Flag(strict=True, yes="signs an agreement of secrecy before they begin", no="signs nothing of its own"),
        sentence="Who works for us {value}.",
        default=False,
    ),
    Parameter(
        name="nda.client",
        kind=Flag(strict=True, yes="sign an agreement of secrecy with us", no="sign nothing of its own"),
        sentence="Our clients {value}.",
        default=False,
    ),
    Parameter(
        name="nda.briefing",
        kind=Period("P3Y"),
        sentence="Who works with personal data is told their duties anew within {value}.",
    ),
    Parameter(
        name="tls.min_bits",
        kind=Number(128, 256, "more", unit="bit"),
        sentence="Connections are encrypted with {value} at least.",
        default=128,
    ),
)  # fmt: skip
