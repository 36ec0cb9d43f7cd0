"""Retention over HTTP, for owners and privacy officers."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from troth.accounts.access import membership
from troth.accounts.credentials import agents, asker_of
from troth.accounts.roles import PRIVACY
from troth.datamap.doors import purpose
from troth.datamap.purposes import RIGHTS
from troth.kernel.clock import now
from troth.kernel.paging import decode_cursor, encode_cursor, page_size
from troth.sites.access import site_of

from .bounds import BOUNDS, LEAST
from .dry_run import DryRun, dry_run
from .promised import bounds_of, usual
from .rows import KeptCount, RetentionRun
from .rules import Rule, bare, rules_of, whole
from .set_rules import set_rules

router = Router(tags=["privacy"])

type KeptThing = Literal["contacts", "visitors", "mails", "files", "consents", "conversations"]
type After = Literal["closed", "last_message", "created"]


class RuleIn(Schema):
    """Gone `days` days after the event."""

    what: KeptThing
    after: After
    days: Annotated[int, Field(ge=LEAST, le=3650)]


class RuleOut(RuleIn):
    """id: null where nobody said it and the default holds."""

    id: UUID | None = None


class RetentionBound(Schema):
    """From which events it may count, the usual first, and between how many days."""

    what: KeptThing
    after: list[After]
    least: int
    most: int


class RetentionOut(Schema):
    """rules: one for each kind, in the order of a run. defaults: of what nobody said. bounds: those of the data map, or
    what the company promises where that is stricter."""

    rules: list[RuleOut]
    defaults: list[RuleIn]
    bounds: list[RetentionBound]


class RetentionIn(Schema):
    """A kind that is not named has its default."""

    rules: Annotated[list[RuleIn], Field(max_length=len(BOUNDS))]


class DryRunIn(Schema):
    """rules: as they would be; null: as they are."""

    rules: Annotated[list[RuleIn], Field(max_length=len(BOUNDS))] | None = None


class DueOut(Schema):
    """count: how many would go now. oldest: when the event of the oldest was. held: how many more, but for a legal
    hold, an open request or a restriction."""

    what: KeptThing
    count: int
    oldest: datetime | None
    held: int


class DryRunOut(Schema):
    """hash: of exactly what would go; a run as of the same moment has the same. held: of all kinds."""

    at: datetime
    hash: str
    items: list[DueOut]
    held: int


class RetentionRunOut(Schema):
    """As of `at`; done_at: null while it is under way. counts, held: by kind. level: how far down what is gone can be
    shown to be, as in a certificate (3: raw bytes, 4: backups)."""

    id: UUID
    site_id: UUID
    at: datetime
    done_at: datetime | None
    hash: str
    rules: list[RuleIn]
    counts: dict[str, int]
    held: dict[str, int]
    level: int


class RetentionRuns(Schema):
    items: list[RetentionRunOut]
    next: str | None = None


class CountOut(Schema):
    """How many there were on a day (UTC) of what is gone. measure: a kind, `offline`, `rated_1` to `rated_5`,
    `consents_given`, `consents_refused` or `consents_withdrawn`."""

    day: date
    measure: str
    count: int


class Counts(Schema):
    items: list[CountOut]
    next: str | None = None


_SITE = "/workspaces/{workspace_id}/privacy/sites/{site_id}/retention"


@router.get(
    _SITE, response=RetentionOut, auth=agents, operation_id="get_retention", openapi_extra=purpose(RIGHTS)
)  # fmt: skip
def get_retention(request: HttpRequest, workspace_id: UUID, site_id: UUID) -> RetentionOut:
    """How long this site keeps what, and how long it may."""
    return _shown(workspace_id, rules_of(site_of(asker_of(request), workspace_id, site_id, *PRIVACY).id))


@router.put(
    _SITE, response=RetentionOut, auth=agents, operation_id="set_retention", openapi_extra=purpose(RIGHTS)
)  # fmt: skip
def put_retention(request: HttpRequest, workspace_id: UUID, site_id: UUID, body: RetentionIn) -> RetentionOut:
    """They count from the next run on, which is within a day. What the company promises to keep no longer can't be kept
    longer (`promise_broken`)."""
    site = site_of(asker_of(request), workspace_id, site_id, *PRIVACY)
    return _shown(workspace_id, set_rules(site, _said(body.rules)))


@router.post(
    f"{_SITE}/dry-run",
    response=DryRunOut,
    auth=agents,
    operation_id="try_retention",
    openapi_extra=purpose(RIGHTS),
)
def try_retention(request: HttpRequest, workspace_id: UUID, site_id: UUID, body: DryRunIn) -> DryRun:
    """What a run would take at this moment. Nothing is changed."""
    site = site_of(asker_of(request), workspace_id, site_id, *PRIVACY)
    rules = rules_of(site.id) if body.rules is None else whole(_said(body.rules), usual(workspace_id))
    return dry_run(site, rules, now())


@router.get(
    f"{_SITE}/counts",
    response=Counts,
    auth=agents,
    operation_id="list_retention_counts",
    openapi_extra=purpose(RIGHTS),
)
def list_counts(
    request: HttpRequest, workspace_id: UUID, site_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Counts:
    """The statistics that stay of what is gone, the newest day first."""
    site = site_of(asker_of(request), workspace_id, site_id, *PRIVACY)
    rows = KeptCount.objects.filter(site=site).order_by("-day", "measure")
    size, begin = page_size(limit), 0
    if cursor:
        begin = min(max(decode_cursor(cursor, tuple[int])[0], 0), 1_000_000)
    found = list(rows[begin : begin + size + 1])
    return Counts(
        items=[CountOut(day=row.day, measure=row.measure, count=row.count) for row in found[:size]],
        next=encode_cursor(begin + size) if len(found) > size else None,
    )


@router.get(
    "/workspaces/{workspace_id}/privacy/retention/runs",
    response=RetentionRuns,
    auth=agents,
    operation_id="list_retention_runs",
    openapi_extra=purpose(RIGHTS),
)
def list_runs(
    request: HttpRequest,
    workspace_id: UUID,
    site_id: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> RetentionRuns:
    """The newest first; of one site where one is named."""
    membership(asker_of(request), workspace_id, *PRIVACY)
    rows = RetentionRun.objects.filter(workspace_id=workspace_id).order_by("-id")
    if site_id:
        rows = rows.filter(site_id=site_id)
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, tuple[UUID])[0])
    size = page_size(limit)
    found = list(rows[: size + 1])
    page = found[:size]
    return RetentionRuns(
        items=[RetentionRunOut.from_orm(row) for row in page],
        next=encode_cursor(str(page[-1].id)) if len(found) > size else None,
    )


def _said(rules: list[RuleIn]) -> list[Rule]:
    return [Rule(what=rule.what, after=rule.after, days=rule.days) for rule in rules]


def _shown(workspace: UUID, rules: tuple[Rule, ...]) -> RetentionOut:
    said = [RuleOut(id=rule.id, **one) for rule, one in zip(rules, bare(rules), strict=True)]
    bounds: list[dict[str, Any]] = [
        {"what": what, "after": after, "least": LEAST, "most": most}
        for what, (after, most) in bounds_of(workspace).items()
    ]
    return RetentionOut(
        rules=said,
        defaults=[RuleIn(**one) for one in bare(usual(workspace))],
        bounds=[RetentionBound(**one) for one in bounds],
    )
