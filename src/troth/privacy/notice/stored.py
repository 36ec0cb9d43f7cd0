"""What lies in a visitor's own browser: the cookies of the portal's pages, and the keys of the chat, by their real
names. The chat itself sets no cookie."""

from collections.abc import Iterator

from django.conf import settings

from troth.datamap import Basis, Personal, Place, Subject, Where
from troth.datamap.keeping import DEVICE
from troth.datamap.purposes import ANSWER, PREFERENCE, RIGHTS, SECURITY
from troth.sites.device import OnDevice, on_device
from troth.sites.models import Site

from ..portal import session
from ..portal.prove import SESSION_LASTS
from .content import Stored
from .source import the_map

DAY = 86_400  # s
_HOST, _WAY, _OWN, _AGREED = "host page", "way", "troth_my_data", "agreed"


def stored(site: Site) -> list[Stored]:
    return [*_cookies(), *_keys(site)]


def _cookies() -> Iterator[Stored]:
    """Those of the pages of the portal; the console's are the team's."""
    yield Stored(
        name=session.cookie_name(), kind="cookie", what=f"cookie.{_OWN}", purposes=[RIGHTS.name],
        basis=RIGHTS.basis.value, seconds=round(SESSION_LASTS.total_seconds()),
    )  # fmt: skip
    yield Stored(
        name=settings.CSRF_COOKIE_NAME, kind="cookie", what="cookie.csrftoken", purposes=[SECURITY.name],
        basis=SECURITY.basis.value, seconds=_seconds(settings.CSRF_COOKIE_AGE),
    )  # fmt: skip


def _seconds(age: int | None) -> int:
    """0: until the browser is closed."""
    return age or 0


def _keys(site: Site) -> Iterator[Stored]:
    """On the page's side there is one key that holds all; in the frame each has its own, with the site's key in it."""
    prefix, device = f"troth.{site.key}", on_device(site)
    for place in the_map().of(Where.BROWSER).values():
        if all(edge.subject is Subject.PERSON for edge in place.subjects):
            continue
        leaves = [(name, leaf) for name, leaf in place.leaves() if device.choices or not _is_choice(leaf)]
        if place.name == _HOST:
            yield _key(site, device, place, prefix, place.name, [leaf for _, leaf in leaves])
            continue
        for name, leaf in leaves:
            if name == _AGREED and site.consent != "ask":
                continue
            shown = name if place.name == _WAY else f"{prefix}.{name}"
            yield _key(site, device, place, shown, f"{place.name}.{name}", [leaf])


def _is_choice(leaf: object) -> bool:
    """The widget has the same rule: web/widget/panel/main.tsx, web/widget/loader/index.ts."""
    return isinstance(leaf, Personal) and PREFERENCE in leaf.purposes


def _key(site: Site, device: OnDevice, place: Place, name: str, what: str, leaves: list[object]) -> Stored:
    """Where the site asks first, all of it rests on the answer."""
    purposes = [one for leaf in leaves if isinstance(leaf, Personal) for one in leaf.purposes] or [ANSWER]
    return Stored(
        name=name, kind="storage", what=what, purposes=list(dict.fromkeys(one.name for one in purposes)),
        basis=(Basis.CONSENT if site.consent == "ask" else purposes[0].basis).value,
        seconds=device.days * DAY if place.keep is DEVICE else 0,  # the rest ends with the tab
    )  # fmt: skip
