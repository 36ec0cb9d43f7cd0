"""The content of a site's notice as it is at this moment: read from the data map, the register of processors, the
site's settings and its workspace's promises."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from troth.datamap import Basis, Category, Personal, Purpose, Recipient
from troth.datamap.purposes import PREFERENCE, PURPOSES
from troth.kernel import config
from troth.sites.models import Site

from ..models import Processor
from ..requests.controller import facts_of
from ..requests.rows import Request
from .content import Company, Content, Given, Item, Signals, Who, Why
from .kept import kept
from .people import theirs
from .promised import promised
from .stored import stored

_SEEN = {  # what a site's telemetry keeps from being known at all
    "off": frozenset({Category.PAGES, Category.DEVICE}),
    "basic": frozenset({Category.DEVICE}),
    "full": frozenset[Category](),
}
_ORDER = {category.value: place for place, category in enumerate(Category)}


def gather(site: Site) -> Content:
    leaves = list(_leaves(site))
    facts, own = facts_of(site.workspace_id), promised(site.workspace)
    return Content(
        who=Who(
            company=site.workspace.name, site=site.name, host=urlsplit(config.current().base_url).netloc,
            contact=facts.privacy_contact, authority=facts.authority, authority_url=facts.authority_url,
            law=own.law, forum=own.forum, covers=own.covers,
        ),
        what=_what(leaves), why=_why(leaves, site), given=_given(leaves, site), companies=companies(),
        kept=kept(site), rights=[right.value for right in Request.Right], answer_days=own.answer_days,
        stored=stored(site),
        signals=Signals(
            gpc=str(site.signals.get("gpc", "honour")), dnt=str(site.signals.get("dnt", "honour")),
            telemetry=site.telemetry, asks=site.consent == "ask",
        ),
        lead_days=own.lead_days, promises=own.sentences, remarks=own.remarks,
    )  # fmt: skip


def basis_of(purpose: Purpose, site: Site) -> Basis:
    """Where the site asks before it stores anything, the answer is what that rests on."""
    return Basis.CONSENT if purpose is PREFERENCE and site.consent == "ask" else purpose.basis


def reached(recipient: Recipient, sites: Iterable[Site]) -> bool:
    """Whether anything really goes there from here: without a mail server mails are captured, files may lie on this
    machine."""
    settings = config.current()
    match recipient:
        case Recipient.SITE:
            return any(site.transcript_addresses for site in sites)
        case Recipient.MAIL_SERVER:
            return settings.smtp is not None
        case Recipient.FILE_STORE:
            return settings.files.kind != "folder"
        case _:
            return True


def companies() -> list[Company]:
    rows = Processor.objects.filter(state=Processor.State.ACTIVE).order_by("name", "id")
    return [
        Company(name=one.name, function=one.function, country=one.country, mechanism=one.mechanism, policy=one.policy)
        for one in rows
    ]


def _leaves(site: Site) -> Iterator[tuple[Personal, list[Purpose]]]:
    """What may be known of somebody who visits, each with its purposes."""
    unseen = _SEEN[site.telemetry]
    for _, _, leaf, purposes in theirs():
        if leaf.category not in unseen:
            yield leaf, purposes


type Leaves = list[tuple[Personal, list[Purpose]]]


def _what(leaves: Leaves) -> list[Item]:
    found: dict[tuple[str, str], set[str]] = {}
    for leaf, purposes in leaves:
        found.setdefault((leaf.source.name, leaf.category.value), set()).update(one.name for one in purposes)
    return [
        Item(source=source, category=category, purposes=_in_order(names))
        for (source, category), names in sorted(found.items(), key=lambda one: (one[0][0], _ORDER[one[0][1]]))
    ]


def _why(leaves: Leaves, site: Site) -> list[Why]:
    made = []
    for purpose in PURPOSES:
        categories = {leaf.category.value for leaf, purposes in leaves if purpose in purposes}
        if categories:
            made.append(
                Why(purpose=purpose.name, dpv=purpose.dpv, basis=basis_of(purpose, site).value,
                    categories=sorted(categories, key=_ORDER.__getitem__))
            )  # fmt: skip
    return made


def _given(leaves: Leaves, site: Site) -> list[Given]:
    made = []
    for recipient in Recipient:
        categories = {leaf.category.value for leaf, _ in leaves if recipient in leaf.recipients}
        if categories and reached(recipient, [site]):
            made.append(Given(recipient=recipient.name, categories=sorted(categories, key=_ORDER.__getitem__)))
    return made


def _in_order(names: Iterable[str]) -> list[str]:
    there = set(names)
    return [one.name for one in PURPOSES if one.name in there]
