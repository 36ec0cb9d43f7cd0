"""The parameters of mails, and of whom they reach."""

from .kinds import Choice, Flag, Number
from .parameter import EVERYWHERE, Parameter

OF_MAIL = (
    Parameter(
        name="recipients.transcript",
        kind=Number(0, 3, unit="address"),
        sentence="The transcript of a chat goes to at most {value} of the company.",
        default=3,
        floors={EVERYWHERE: 3},
        site="transcript_addresses",
    ),
    Parameter(
        name="recipients.lead",
        kind=Number(0, 1, unit="address"),
        sentence="A question that was left while nobody was there goes to at most {value} of the company.",
        default=1,
    ),
    Parameter(
        name="recipients.ticket",
        kind=Number(0, 1, unit="address"),
        sentence="A ticket goes to at most {value} of the company.",
        default=1,
    ),
    Parameter(
        name="recipients.marketing",
        kind=Choice(
            {
                "forbidden": "never given to others",
                "opt-in": "given to others only of those who agreed to it",
                "notice": "given to others after we said so",
            }
        ),
        sentence="For marketing by others, personal data are {value}.",
        default="forbidden",
        floors={"EU": "opt-in", "UK": "opt-in"},
    ),
    Parameter(
        name="marketing.basis",
        kind=Choice(
            {
                "none": "to nobody",
                "opt-in": "to those who asked for it",
                "soft-opt-in": "to those who asked for it, and to our own customers about the like",
                "opt-out": "until somebody does not want it any more",
            }
        ),
        sentence="We send advertising {value}.",
        default="none",
        floors={"EU": "soft-opt-in", "UK": "soft-opt-in", "CA": "opt-in", "AU": "opt-in"},
    ),
    Parameter(
        name="marketing.double_opt_in",
        kind=Flag(strict=True, yes="confirms it by a mail", no="is not asked again"),
        sentence="Who asks for advertising {value}.",
    ),
    Parameter(
        name="mail.service",
        kind=Choice({"promo-free": "holds no advertising", "mixed": "may hold news of our own offers"}),
        sentence="Mail that belongs to the service {value}.",
        default="promo-free",
    ),
    Parameter(
        name="mail.tracking",
        kind=Choice({"off": "do not tell us", "consent": "tell us, of those who agreed to it,"}),
        sentence="Our mails {value} whether they were opened.",
        default="off",
    ),
)
