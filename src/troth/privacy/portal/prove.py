"""Prove: who asks shows that an address is theirs, by a mailed code, or that a chat is, by the code that it shows."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

import troth.log
from troth.accounts.asker import VisitorAsker
from troth.contacts.sealed import mark_of
from troth.datamap.vocabulary import Subject
from troth.kernel.clock import now
from troth.kernel.errors import NotFound
from troth.kernel.ids import new_id
from troth.post.address import mail_address
from troth.post.write import write
from troth.sites.models import Site
from troth.visitors.models import Visitor

from . import digits
from .code_mail import KIND
from .counted import counted
from .proof import DataCode, Proof
from .who import of_address

CODE_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(minutes=30)
TRIES = 5
ADDRESS = "address of my data"  # what the box is for


class WrongCode(Exception):
    """It is not the code; another try is left."""


class CodeEnded(Exception):
    """There is no such code, or it works no more: it was used, its time is over, or too many others were tried."""


def ask(site: Site, address: str, language: str, place: str) -> str:
    """Mail a code to an address, whoever's it is; the token of the browser that asked. place: its network address.

    Whom the address leads to is not looked at before it is proven, so that nothing here can tell. Raises Invalid,
    TooMany."""
    to = mail_address(address).lower()
    mailbox = digits.mailbox_of(to)
    counted().mailed(place, site.id, mailbox)
    token, proof, at = _token(), new_id(), now()
    box = troth.log.current().seal(site.workspace_id, proof, proof, to.encode(), ADDRESS)
    with transaction.atomic():
        Proof.objects.create(
            id=proof, workspace_id=site.workspace_id, site=site, token_hash=digits.hash_of(token), language=language,
            address=box, mark=mark_of(site.workspace_id, "email", to), mailbox=mailbox, at=at, until=at + CODE_LASTS,
        )  # fmt: skip
        write(
            workspace=site.workspace_id, stream=proof, subject=proof, kind=KIND, occasion="code", to=to, about={}, at=at
        )
    return token


def confirm(site: Site, token: str, typed: str, place: str) -> str:
    """They typed the code of the mail: the token of the session that begins. The one before is worth nothing any more,
    and neither is the code. Raises WrongCode, CodeEnded, TooMany."""
    counted().tried(place)
    waiting = Proof.objects.filter(
        token_hash=digits.hash_of(token), site=site, proven_at__isnull=True, until__gt=now(), tries__lt=TRIES
    )
    proof = waiting.first()
    if proof is None or not waiting.update(tries=F("tries") + 1):  # counted before it is looked at: also two at once
        raise CodeEnded
    if not digits.is_of_proof(proof.id, typed):
        raise CodeEnded if proof.tries + 1 >= TRIES else WrongCode
    whom = of_address(site.workspace_id, address_of(proof), bytes(proof.mark or b""))
    fresh = _token()
    begun = Proof.objects.filter(id=proof.id, token_hash=proof.token_hash, proven_at__isnull=True).update(
        token_hash=digits.hash_of(fresh), proven_at=now(), until=now() + SESSION_LASTS,
        kind=whom[0] if whom else "", subject=whom[1] if whom else None,
    )  # fmt: skip
    if not begun:  # the same code twice at the same moment
        raise CodeEnded
    return fresh


def show(asker: VisitorAsker) -> tuple[str, DataCode]:
    """The code that a visitor's chat shows, and its row; the one before works no more. Raises TooMany, NotFound."""
    counted().shown(asker.visitor_id)
    letters = digits.new_letters()
    with transaction.atomic():
        if not Visitor.objects.select_for_update().filter(id=asker.visitor_id, departed_at__isnull=True).exists():
            raise NotFound
        row, _ = DataCode.objects.update_or_create(
            visitor_id=asker.visitor_id,
            defaults={"mark": digits.mark_of_letters(letters), "until": now() + CODE_LASTS},
        )
    return digits.grouped(letters), row


def by_chat(site: Site, typed: str, language: str, place: str) -> str:
    """They typed the code of their chat: the token of the session that begins. Raises CodeEnded, TooMany."""
    counted().tried(place)
    mark = digits.mark_of_letters(typed)
    row = DataCode.objects.filter(mark=mark, visitor__site=site, until__gt=now()).first()
    # deleted with its mark: a newer code of the same visitor stays, and of two at once one wins
    if row is None or not DataCode.objects.filter(visitor_id=row.visitor_id, mark=mark).delete()[0]:
        raise CodeEnded
    token, at = _token(), now()
    Proof.objects.create(
        workspace_id=site.workspace_id, site=site, token_hash=digits.hash_of(token), language=language,
        kind=Subject.VISITOR, subject=row.visitor_id, at=at, proven_at=at, until=at + SESSION_LASTS,
    )  # fmt: skip
    return token


def leave(token: str) -> None:
    """The browser is done: what its cookie holds opens nothing any more."""
    Proof.objects.filter(token_hash=digits.hash_of(token)).update(until=now())


def address_of(proof: Proof) -> str:
    """Empty for a visitor, and once it was erased."""
    if proof.address is None:
        return ""
    opened = troth.log.current().open(bytes(proof.address), proof.workspace_id, proof.id, ADDRESS)
    return (opened or b"").decode()


def _token() -> str:
    return secrets.token_urlsafe(32)


def waits_for(token: str, site: UUID) -> Proof | None:
    """The proof of this browser whose code was mailed and not typed yet."""
    return Proof.objects.filter(
        token_hash=digits.hash_of(token), site_id=site, proven_at__isnull=True, until__gt=now(), tries__lt=TRIES
    ).first()
