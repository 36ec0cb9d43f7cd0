"""The parameters of what is done with those who visit a website."""

from .kinds import Choice, Names, Number
from .parameter import EVERYWHERE, Parameter

_OFF = "not used"
_ON_CONSENT = "used only for those who agreed to it"
_ANSWER = {"honour": "honour", "ignore": "do not respond to"}

OF_VISITORS = (
    Parameter(
        name="signals.gpc",
        kind=Choice(_ANSWER),
        sentence="We {value} the Global Privacy Control of browsers.",
        default="honour",
        mode="exact",
        floors={"US-CA": "honour"},
        site="signals.gpc",
    ),
    Parameter(
        name="signals.dnt",
        kind=Choice(_ANSWER),
        sentence="We {value} the Do Not Track setting of browsers.",
        default="honour",
        mode="exact",
        site="signals.dnt",
    ),
    Parameter(
        name="telemetry.visitor",
        kind=Choice(
            {
                "off": "nothing",
                "basic": "the addresses and titles of the pages they open",
                "full": "the pages they open, where they came from, and the families of their browser and system",
            }
        ),
        sentence="Of visitors who have the chat open, and write nothing, we record {value}.",
        default="off",
        site="telemetry",
    ),
    Parameter(
        name="telemetry.geo",
        kind=Choice(
            {
                "none": "do not locate visitors",
                "country": "learn the country of a visitor at most",
                "city": "learn the city of a visitor at most",
                "device": "ask a visitor's device where it is",
            }
        ),
        sentence="We {value}.",
        default="none",
        floors={"EU": "city", "UK": "city"},
    ),
    Parameter(
        name="telemetry.ip",
        kind=Choice({"none": "not kept", "prefix": "kept without their last part", "full": "kept whole"}),
        sentence="The network addresses of visitors are {value}.",
        default="prefix",
    ),
    Parameter(
        name="consent.visitor",
        kind=Choice(
            {"ask": "are asked before anything is stored", "off": "start the chat themselves, and are not asked"}
        ),
        sentence="Visitors {value}.",
        default="off",
        site="consent",
    ),
    Parameter(
        name="forms.fields",
        kind=Names({}, pattern=r"[a-z][a-z0-9_]{0,39}", none="nothing"),
        sentence="Forms before a chat ask for nothing but {value}.",
        site="forms",
    ),
    Parameter(
        name="acceptance.mode",
        kind=Choice(
            {
                "explicit": "agree to this policy by an act of their own",
                "notice": "are shown this policy, which counts for no consent",
            }
        ),
        sentence="Those who sign up {value}.",
        default="notice",
    ),
    Parameter(
        name="cookies.basis",
        kind=Choice({"consent": "with consent only", "notice": "after a notice"}),
        sentence="Cookies and the like that are not needed for what was asked for are set {value}.",
        default="consent",
        floors={"EU": "consent", "UK": "consent"},
    ),
    Parameter(
        name="cookies.purposes",
        kind=Names(
            {
                "session": "to go on with a session",
                "preference": "to remember a choice",
                "measure": "to measure",
                "advertising": "to advertise",
            }
        ),
        sentence="What we store on a device is stored {value}.",
        default=("preference", "session"),
    ),
    Parameter(
        name="cookies.linkage",
        kind=Choice({"never": "never linked", "allowed": "linked, where there is a basis for it,"}),
        sentence="What is stored on a device is {value} with what somebody wrote in a form.",
        default="allowed",
    ),
    Parameter(
        name="cookies.remember_email",
        kind=Choice({"off": "is not kept on the device", "opt-in": "is kept on the device of those who ask for it"}),
        sentence="The email address of somebody who signed out {value}.",
        default="off",
        floors={EVERYWHERE: "opt-in"},
    ),
    Parameter(
        name="cookies.days",
        kind=Number(1, 365, unit="day"),
        sentence="What we store on a device stays {value} after its last use at most.",
        default=365,
    ),
    Parameter(
        name="third_party.measure",
        kind=Choice({"off": _OFF, "consent": _ON_CONSENT}),
        sentence="Tools of others that measure visits are {value}.",
        default="off",
    ),
    Parameter(
        name="third_party.ads",
        kind=Choice({"off": _OFF, "consent": _ON_CONSENT}),
        sentence="Advertising networks are {value}.",
        default="off",
    ),
    Parameter(
        name="third_party.embeds",
        kind=Choice({"off": "are not shown", "click": "are fetched only after a click that allows it"}),
        sentence="Contents of other services {value}.",
        default="off",
    ),
    Parameter(
        name="children.min_age",
        kind=Number(0, 18, "more"),
        sentence="We do not knowingly collect anything from children under the age of {value}.",
        floors={"EU": 13, "UK": 13, "US": 13, "US-CA": 13},
        site="children.min_age",
    ),
    Parameter(
        name="children.gate",
        kind=Choice(
            {
                "block": "who is younger can't go on",
                "declare": "visitors say that they are old enough",
                "off": "the age is not asked",
            }
        ),
        sentence="Before a chat, {value}.",
        default="off",
        site="children.gate",
    ),
    Parameter(
        name="children.days",
        kind=Number(1, 90, unit="day"),
        sentence="What we hold of a child is gone {value} after somebody told us.",
    ),
)  # fmt: skip
