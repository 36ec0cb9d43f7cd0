"""What a workspace promises, over HTTP, for owners and privacy officers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.errors import Invalid

from .effective import effective, sentence
from .page import written
from .parameters import PARAMETERS
from .queries import profile_of
from .read import MOST
from .rows import Chosen
from .set_profile import set_profile
from .shape import Profile
from .shipped import shipped, texts

router = Router(tags=["privacy"], auth=agents)
_AT = "/workspaces/{workspace_id}/privacy/profile"


class ProfilePromise(Schema):
    """text: the sentence with its values. by: machine, organisational, or room:NAME of what is not built."""

    id: str
    text: str
    by: str
    control: str
    checks: list[str]
    parameters: list[str]


class ProfileValue(Schema):
    """value: as a file writes it. told: how it reads inside of a sentence. reads: a whole sentence of it. said: by the
    profile; else it is the law's, or the default. site: the setting of sites that can't be laxer; empty where none is.
    """

    name: str
    value: str
    told: str
    reads: str
    mode: Literal["at_least", "exact"]
    said: bool
    site: str


class ProfileControl(Schema):
    name: str
    owner: str
    what: str
    every: str


class ShippedProfile(Schema):
    name: str
    title: str
    law: list[str]


class ProfileOut(Schema):
    """set_at, text: null where nobody chose: then it is what the product does by itself, as the sites are. text: the
    file. changed: by this very request, what sites do now that they did not before, as site.parameter."""

    name: str
    title: str
    law: list[str]
    set_at: datetime | None
    text: str | None
    promises: list[ProfilePromise]
    values: list[ProfileValue]
    controls: list[ProfileControl]
    shipped: list[ShippedProfile]
    changed: list[str] = []


class ProfileIn(Schema):
    """Either the name of a shipped one, or the text of a file (TOML). apply: sites that do otherwise are made as
    strict; without it they keep the profile from being taken (`sites_laxer`)."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=80)] | None = None
    text: Annotated[str, Field(max_length=MOST)] | None = None
    apply: bool = False


@router.get(_AT, response=ProfileOut, operation_id="get_privacy_profile", openapi_extra=purpose(RIGHTS))
def get_profile(request: HttpRequest, workspace_id: UUID) -> ProfileOut:
    """What is promised, sentence by sentence, and what that asks of the sites."""
    membership(asker_of(request), workspace_id, *PRIVACY)
    return _shown(workspace_id, profile_of(workspace_id), [])


@router.put(_AT, response=ProfileOut, operation_id="set_privacy_profile", openapi_extra=purpose(RIGHTS))
def put_profile(request: HttpRequest, workspace_id: UUID, body: ProfileIn) -> ProfileOut:
    """What is wrong with it is said all at once, by key (`profile_refused`)."""
    text = body.text
    if (body.name is None) == (text is None):
        raise Invalid("Send the name of a shipped profile, or the text of a file.", fields={"text": "one of the two"})
    if text is None and (text := texts().get(body.name or "")) is None:
        membership(asker_of(request), workspace_id, *PRIVACY)
        raise Invalid(f"One of these is shipped: {', '.join(shipped())}.", fields={"name": "unknown"})
    done = set_profile(asker_of(request), workspace_id, text, apply=body.apply)
    return _shown(workspace_id, done.profile, done.changed)


def _shown(workspace: UUID, profile: Profile, changed: list[str]) -> ProfileOut:
    row = Chosen.objects.filter(workspace_id=workspace).first()
    values = effective(profile)
    return ProfileOut(
        name=profile.name, title=profile.title, law=list(profile.law),
        set_at=row.set_at if row else None, text=row.text if row else None,
        promises=[
            ProfilePromise(
                id=one.id, text=sentence(one.text, values), by=one.by, control=one.control, checks=list(one.checks),
                parameters=list(one.parameters),
            )
            for one in profile.promises
        ],
        values=[
            ProfileValue(
                name=name, value=written(value), told=PARAMETERS[name].told(value), reads=PARAMETERS[name].says(value),
                mode=PARAMETERS[name].mode, said=name in profile.values, site=PARAMETERS[name].site,
            )
            for name, value in values.items()
        ],
        controls=[
            ProfileControl(name=one.name, owner=one.owner, what=one.what, every=one.every)
            for one in profile.controls.values()
        ],
        shipped=[ShippedProfile(name=one.name, title=one.title, law=list(one.law)) for one in shipped().values()],
        changed=changed,
    )  # fmt: skip
