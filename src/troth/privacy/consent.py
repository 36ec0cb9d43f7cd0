"""Record what a visitor answered when a site asked, and that they withdrew it."""

from typing import Literal

from django.db import transaction
from django.db.models import Max

from troth.accounts.asker import VisitorAsker
from troth.datamap.purposes import PREFERENCE
from troth.kernel.clock import now
from troth.kernel.errors import Invalid, NotFound, TrothError
from troth.sites.consent import fingerprint, shown
from troth.sites.models import Site
from troth.visitors.models import Visitor

from .consent_rows import Consent, ConsentText
from .notice.public import in_force

BUTTON = "button"  # the one act that is taken for an answer: going on to use the chat is none


class ConsentChanged(TrothError):
    code, status, sentence = "consent_changed", 409, "The site asks something else by now. Show that, and ask again."


def text_shown(site: Site, language: str, sha256: str) -> ConsentText:
    """The text of this fingerprint, kept with its version. Raises Invalid (a language the site does not speak),
    ConsentChanged (it is not what the site shows now)."""
    if language not in site.languages:
        raise Invalid(fields={"language": "The site does not speak this language."})
    text = shown(site, language)
    if sha256 != fingerprint(text):
        raise ConsentChanged
    last = ConsentText.objects.filter(site=site, language=language).aggregate(last=Max("version"))["last"]
    found, _ = ConsentText.objects.get_or_create(
        site=site, language=language, sha256=sha256,
        defaults={"workspace_id": site.workspace_id, "version": (last or 0) + 1, "text": text, "created_at": now()},
    )  # fmt: skip
    return found


def answered(visitor: Visitor, text: ConsentText, state: Literal["given", "refused"]) -> Consent:
    """They pressed a button under this text."""
    return _record(visitor, text.language, text.version, text.sha256, state)


def renewed(asker: VisitorAsker, language: str, sha256: str) -> Consent:
    """They agree to what the site asks now. Raises NotFound (they departed), Invalid, ConsentChanged."""
    with transaction.atomic():
        rows = Visitor.objects.select_for_update(of=("self",)).select_related("site")
        visitor = rows.filter(id=asker.visitor_id, departed_at__isnull=True).first()
        if visitor is None:
            raise NotFound
        return answered(visitor, text_shown(visitor.site, language, sha256), "given")


def withdrawn(visitor: Visitor) -> Consent | None:
    """They take back what they gave; None when there is nothing to take back."""
    last = Consent.objects.filter(visitor=visitor.id, purpose=PREFERENCE.name).order_by("-at", "-id").first()
    if last is None or last.state != Consent.State.GIVEN:
        return None
    return _record(visitor, last.language, last.version, last.sha256, "withdrawn")


def _record(visitor: Visitor, language: str, version: int, sha256: str, state: str) -> Consent:
    notice = in_force(visitor.site_id)
    return Consent.objects.create(
        workspace_id=visitor.workspace_id, site_id=visitor.site_id, visitor=visitor.id, purpose=PREFERENCE.name,
        language=language, version=version, sha256=sha256, notice=notice.number if notice else None,
        notice_sha256=notice.sha256 if notice else "", act=BUTTON, state=state, at=now(),
    )  # fmt: skip
