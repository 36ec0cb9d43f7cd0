"""What a visitor is shown where the site asks before anything is stored."""

import hashlib

from .models import Site
from .notices import notice_of
from .texts import texts_of


def shown(site: Site, language: str) -> str:
    """Who asks, why, and where more is written, in a language of the site; else in its first one."""
    texts = texts_of(site.texts, site.languages)
    own = texts.get(language) or texts[site.languages[0]]
    notice = notice_of(site) if not site.privacy_url else None
    return "\n".join((site.name, own["consent"], notice.path if notice else site.privacy_url))


def fingerprint(text: str) -> str:
    """SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def asked(site: Site) -> dict[str, str] | None:
    """Language -> the fingerprint of what is shown in it; None where nothing is asked."""
    return {one: fingerprint(shown(site, one)) for one in site.languages} if site.consent == "ask" else None
