"""Looking at sites: for the widget, for the console."""

from typing import get_args
from uuid import UUID

from troth.accounts.availability import available_members
from troth.kernel.clock import now

from .children import gate
from .consent import asked
from .contrast import INK, PAPER, shades
from .device import on_device
from .faces import faces
from .hours import is_open, opens_at
from .hours_shapes import HoursIn, HoursOut
from .models import Alias, Site
from .notices import notice_of
from .shapes import (
    AliasOf,
    Children,
    FaceOut,
    Field,
    FileRules,
    FileRulesIn,
    Look,
    LookIn,
    NoticeRef,
    Profile,
    Signals,
    SiteOut,
    Telemetry,
    Theme,
    Widget,
)
from .texts import texts_of

FACES_SHOWN = 4


def sites_of(workspaces: list[UUID]) -> list[Site]:
    """All sites of these workspaces, in the order of their names."""
    return list(Site.objects.filter(workspace_id__in=workspaces).order_by("name", "id"))


def form(site: Site, offline: bool) -> list[Field]:
    """The fields to fill before a chat, or when nobody is there."""
    return [Field.model_validate(field) for field in (site.offline_fields if offline else site.fields)]


def to_fill(site: Site, offline: bool) -> list[Field]:
    """The same with what the product itself asks: whether somebody is old enough."""
    asks = gate(site)
    return [*form(site, offline), *([asks] if asks else [])]


def widget(site: Site) -> Widget:
    """All that the widget of a site needs to know now."""
    hours = _hours(site)
    members = available_members(site.workspace_id)
    device = on_device(site)
    return Widget(
        site_id=site.id,
        site_key=site.key,
        workspace_id=site.workspace_id,
        name=site.name,
        look=look(site),
        languages=site.languages,
        texts=texts_of(site.texts, site.languages),
        fields=to_fill(site, offline=False),
        offline_fields=to_fill(site, offline=True),
        hours=hours,
        agents=[
            FaceOut(alias=face.alias, title=face.title, picture=face.picture)
            for face in faces(site, members[:FACES_SHOWN])
        ],
        available=bool(members) and hours.open_now,
        profile=Profile(telemetry=_telemetry(site), signals=Signals.model_validate(site.signals)),
        consent=asked(site),
        device_days=device.days,
        device_choices=device.choices,
        privacy_url=site.privacy_url,
        files=FileRules(max_size=site.file_max_size, types=site.file_types),
        notice=NoticeRef(**shown._asdict()) if (shown := notice_of(site)) else None,
    )


def look(site: Site) -> Look:
    """The site's look with its accent made readable in light and in dark."""
    own = LookIn.model_validate(site.look)
    light, dark = shades(own.accent, PAPER), shades(own.accent, INK)
    return Look(
        accent=light.fill,
        position=own.position,
        launcher=own.launcher,
        theme=own.theme,
        logo=own.logo,
        light=Theme(fill=light.fill, on_fill=light.on_fill, text=light.text),
        dark=Theme(fill=dark.fill, on_fill=dark.on_fill, text=dark.text),
    )


def settings(site: Site) -> SiteOut:
    """A site with all its settings, as its owner reads and changes them."""
    return SiteOut(
        id=site.id,
        key=site.key,
        workspace_id=site.workspace_id,
        name=site.name,
        colour=site.colour,
        look=LookIn.model_validate(site.look),
        languages=site.languages,
        texts=site.texts,
        fields=form(site, offline=False),
        offline_fields=form(site, offline=True),
        hours=HoursIn.model_validate(site.hours),
        transcript_addresses=site.transcript_addresses,
        transcript_proof="checkpoint" if site.transcript_proof == "checkpoint" else "file",
        domains=site.domains,
        files=FileRulesIn(max_size=site.file_max_size, types=site.file_types),
        telemetry=_telemetry(site),
        consent="ask" if site.consent == "ask" else "off",
        signals=Signals.model_validate(site.signals),
        children=Children.model_validate(site.children),
        privacy_url=site.privacy_url,
        aliases=[
            AliasOf(member_id=row.member_id, alias=row.alias, title=row.title, picture=row.picture)
            for row in Alias.objects.filter(site=site).order_by("id")
        ],
    )


def _hours(site: Site) -> HoursOut:
    stored, at = HoursIn.model_validate(site.hours), now()
    hours = stored.as_hours()
    return HoursOut(
        timezone=stored.timezone,
        always=stored.always,
        open_now=is_open(hours, at),
        opens_at=opens_at(hours, at),
        days=stored.days,
    )


def _telemetry(site: Site) -> Telemetry:
    return next((one for one in get_args(Telemetry) if one == site.telemetry), "off")
