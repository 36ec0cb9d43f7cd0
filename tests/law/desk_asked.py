"""How the operations of the privacy desk are asked for, of requests about a visitor whom nobody else needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.cast import Agent, guest
from tests.privacy.attested import WITH_A_DOOR, attestation
from tests.privacy.packages import made, made_whole
from troth.accounts.found import found
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.privacy.access.link import link
from troth.privacy.access.orders import AccessOrder
from troth.privacy.profile.set_profile import put_profile
from troth.sites.models import Site

type Asked = tuple[str, Any]  # path, body


def _room(site: Site, path: str) -> str:
    return f"/workspaces/{site.workspace_id}/privacy/{path}"


def _act(path: str, body: Any = None, right: str = "restriction", before: str = "") -> Callable[[Agent, Site], Asked]:
    """before: what is done to the request first."""

    def asked(by: Agent, site: Site) -> Asked:
        place = _request(by, site, right)
        if before:
            done = by.api.post(f"{place}/{before}", **({"reason": "identity_unclear"} if before == "pause" else {}))
            assert done.status == 200, done
        return place + path, body

    return asked


def _request(by: Agent, site: Site, right: str) -> str:
    subject = {"kind": "visitor", "id": str(guest(site).id)}
    made = by.api.post(_room(site, "requests"), right=right, subject=subject)
    assert made.status == 201, made
    return _room(site, f"requests/{made['id']}")


def _tie(by: Agent, site: Site) -> Asked:
    return f"{_request(by, site, 'access')}/subject", {"kind": "visitor", "id": str(guest(site).id)}


def _extend(by: Agent, site: Site) -> Asked:
    later = (now() + timedelta(days=45)).date().isoformat()
    return f"{_request(by, site, 'access')}/extend", {"until": later, "reason": "Much of it"}


def _erase(by: Agent, site: Site) -> Asked:
    place = _request(by, site, "erasure")
    return f"{place}/erase", {"hash": by.api.post(f"{place}/plan")["hash"]}


def _certified(by: Agent, site: Site) -> Asked:
    path, body = _erase(by, site)
    assert by.api.post(path, **body).status == 200
    return path.replace("/erase", "/certificate"), None


def ordered(site: Site) -> AccessOrder:
    return made(site.workspace, guest(site).id)


def export_of(site: Site) -> str:
    return f"/exports/{link(ordered(site))}"


def _import(_: Agent, site: Site) -> Asked:
    package = {"schema": "troth.portable", "version": 1, "made_at": "2026-01-01T00:00:00Z", "company": "Lamps"}
    return _room(site, "imports"), {"site_id": str(site.id), "package": package | {"subject": str(new_id())}}


def _retention(site: Site, path: str = "") -> str:
    return _room(site, f"sites/{site.id}/retention{path}")


def _notices(site: Site, path: str = "") -> str:
    return _room(site, f"sites/{site.id}/notices{path}")


def _news(by: Agent, site: Site) -> Asked:
    by.api.post(_notices(site))  # unless it was published before
    (last, *_) = by.api.get(_notices(site))["items"]
    return _room(site, f"notices/{last['id']}/seen"), None


def _record(by: Agent, site: Site) -> Asked:
    made = by.api.post(_room(site, "records"))
    assert made.status in (200, 201), made
    return _room(site, f"records/{made['number']}?role=processor&format=csv"), None


def _held(site: Site) -> dict[str, Any]:
    """A visitor whom nobody else needs: what is held is not erased."""
    return {"subject": {"kind": "visitor", "id": str(guest(site).id)}, "reason": "A case"}


def _measure(path: str = "/attestations", before: bool = False) -> Callable[[Agent, Site], Asked]:
    """Of another workspace, since notices of the one that all else needs can't be published with its profile."""

    def asked(by: Agent, _: Site) -> Asked:
        where = found("Doors", by.person)
        put_profile(where.id, WITH_A_DOOR, apply=True)
        at = f"/workspaces/{where.id}/privacy/measures/doors"
        if before:
            assert by.api.post(f"{at}/attestations", **attestation()).status == 201
        return at + path, attestation() if path == "/attestations" else {}

    return asked


def _closing(site: Site, path: str = "") -> str:
    return f"/workspaces/{site.workspace_id}/closing{path}"


def _close(by: Agent, site: Site) -> Asked:
    """Another one, since all else needs theirs open."""
    old = found("Old", by.person)
    return f"/workspaces/{old.id}/closing", {"confirm": old.slug}


def _undo(by: Agent, site: Site) -> Asked:
    path, body = _close(by, site)
    assert by.api.post(path, **body).status == 201
    return f"{path}/undo", {}


def _whole(site: Site) -> AccessOrder:
    return made_whole(site.workspace)


def _lift(by: Agent, site: Site) -> Asked:
    made = by.api.post(_room(site, "holds"), **_held(site))
    assert made.status == 201, made
    return _room(site, f"holds/{made['id']}/lift"), {"reason": "It is over"}


ASKED: dict[str, Callable[[Agent, Site], Asked]] = {
    "list_requests": lambda _, site: (_room(site, "requests"), None),
    "file_request": lambda _, site: (_room(site, "requests"), {"right": "access"}),
    "get_request": _act(""),
    "pause_request": _act("/pause", {"reason": "identity_unclear"}),
    "resume_request": _act("/resume", {}, before="pause"),
    "extend_request": _extend,
    "note_on_request": _act("/note", {"text": "Called"}),
    "tie_request": _tie,
    "accept_request": _act("/accept", {}),
    "lift_restriction": _act("/lift", {"reason": "They asked"}, before="accept"),
    "refuse_request": _act("/refuse", {"reason": "unfounded", "text": "No"}),
    "finish_request": _act("/done", {}),
    "plan_request_erasure": _act("/plan", {}, "erasure"),
    "run_request_erasure": _erase,
    "get_request_certificate": _certified,
    "order_request_data": _act("/export", {}, "access"),
    "list_request_orders": _act("/orders", right="access"),
    "get_data_order": lambda _, site: (_room(site, f"orders/{ordered(site).id}"), None),
    "make_data_ticket": lambda _, site: (_room(site, f"orders/{ordered(site).id}/ticket"), {}),
    "import_subject": _import,
    "search_subjects": lambda _, site: (_room(site, "subjects?q=nobody"), None),
    "list_looks": lambda _, site: (_room(site, "looks"), None),
    "get_privacy_settings": lambda _, site: (_room(site, "settings"), None),
    "get_privacy_profile": lambda _, site: (_room(site, "profile"), None),
    "set_privacy_profile": lambda _, site: (_room(site, "profile"), {"name": "plain", "apply": True}),
    "get_retention": lambda _, site: (_retention(site), None),
    "set_retention": lambda _, site: (_retention(site), {"rules": []}),
    "try_retention": lambda _, site: (_retention(site, "/dry-run"), {}),
    "list_retention_counts": lambda _, site: (_retention(site, "/counts"), None),
    "preview_notice": lambda _, site: (_notices(site, "/preview"), None),
    "publish_notice": lambda _, site: (_notices(site), {}),
    "list_notices": lambda _, site: (_notices(site), None),
    "list_notice_news": lambda _, site: (_room(site, "notices/news"), None),
    "see_notice": _news,
    "list_records": lambda _, site: (_room(site, "records"), None),
    "renew_record": lambda _, site: (_room(site, "records"), {}),
    "download_record": _record,
    "list_measures": lambda _, site: (_room(site, "measures"), None),
    "list_attestations": lambda by, site: (_measure()(by, site)[0], None),
    "attest_measure": _measure(),
    "withdraw_measure": _measure("/withdraw", before=True),
    "list_retention_runs": lambda _, site: (_room(site, "retention/runs"), None),
    "list_holds": lambda _, site: (_room(site, "holds"), None),
    "place_hold": lambda _, site: (_room(site, "holds"), _held(site)),
    "lift_hold": _lift,
    "plan_closing": lambda _, site: (_closing(site, "/plan"), None),
    "get_closing": lambda _, site: (_closing(site), None),
    "close_workspace": _close,
    "undo_closing": _undo,
    "order_workspace_export": lambda _, site: (_closing(site, "/exports"), {}),
    "list_workspace_exports": lambda _, site: (_closing(site, "/exports"), None),
    "get_workspace_export": lambda _, site: (_closing(site, f"/exports/{_whole(site).id}"), None),
    "make_workspace_export_ticket": lambda _, site: (_closing(site, f"/exports/{_whole(site).id}/ticket"), {}),
    "set_privacy_settings": lambda _, site: (_room(site, "settings"), {"time_zone": "UTC"}),
}
