"""The demo: two shops, three people, made once and found again at every start; `var/demo.json` says how to get in."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.db import transaction

from troth.accounts.add_member import add_member
from troth.accounts.asker import PersonAsker
from troth.accounts.found import found
from troth.accounts.models import Member, Person, Workspace
from troth.kernel.config import Config
from troth.sites.add import add
from troth.sites.models import Site
from troth.sites.shapes import SiteChange

from .demo_people import PEOPLE, SHOPS

ROLES = {"ada": "owner", "ben": "agent", "cy": "stranger"}


def seed(config: Config, port: int | None = None) -> dict[str, Any]:
    """Make what is missing and write `demo.json` (mode 600); its content is returned.

    Needs the tables and an open log. `port`: the one that is listened on, when the setting says 0. Passwords are
    random, and those of an earlier `demo.json` stay.
    """
    file = config.var / "demo.json"
    passwords = _passwords(file)
    people = {short: _person(name, email, colour, passwords[email]) for short, (name, email, colour) in PEOPLE.items()}
    port = port or config.port
    hosts = [f"http://127.0.0.1:{port}", f"http://localhost:{port}", config.base_url] if port else []
    sites = [_shop(shop, people, list(dict.fromkeys(hosts))) for shop in SHOPS]
    told = _told(config, port, passwords, sites)
    _write(file, told)
    return told


def _person(name: str, email: str, colour: str, password: str) -> Person:
    person = Person.objects.filter(email=email).first() or Person(email=email, name=name, colour=colour)
    if not person.has_usable_password() or not person.check_password(password):
        person.set_password(password)
        with transaction.atomic():
            person.save()
    return person


def _shop(shop: dict[str, Any], people: dict[str, Person], hosts: list[str]) -> Site:
    settings: dict[str, Any] = shop["site"]
    site = Site.objects.select_related("workspace").filter(key=settings["key"]).first()
    if site is None:
        alias, title = shop["owner"]
        workspace = found(shop["workspace"], people["ada"], alias=alias, title=title, colour=shop["colour"])
        # through the API's shape, so that the demo can hold nothing a site could not
        shape = {name: value for name, value in settings.items() if name != "key"}
        checked = SiteChange.model_validate(shape).model_dump(mode="json", exclude_unset=True)
        with transaction.atomic():
            site = add(workspace.id, checked.pop("name"), settings["key"], **checked)
        site.workspace = workspace
    for short, (alias, title) in shop["agents"].items():
        _agent(site.workspace, people[short], alias, title)
    if hosts and site.domains != hosts:
        site.domains = hosts
        with transaction.atomic():
            site.save(update_fields=["domains"])
    return site


def _agent(workspace: Workspace, person: Person, alias: str, title: str) -> None:
    if Member.objects.filter(workspace=workspace, person=person).exists():
        return
    owner = Member.objects.filter(workspace=workspace, role="owner", active=True).order_by("id").first()
    if owner is None:
        return
    asker = PersonAsker(owner.person_id)
    member = add_member(asker, workspace.id, email=person.email, name=person.name, alias=alias, tell=False)
    member.title = title
    with transaction.atomic():
        member.save(update_fields=["title"])


def _told(config: Config, port: int, passwords: dict[str, str], sites: list[Site]) -> dict[str, Any]:
    base = config.base_url if config.port else f"http://localhost:{port}"
    shops = f"http://127.0.0.1:{port}"
    addresses = [f"{shops}/demo", f"{shops}/demo/2"]
    return {
        "base_url": base,
        "console_url": f"{base}/console/",
        "site_url": addresses[0],
        "site_key": sites[0].key,
        "mail_url": f"{base}/mail",
        "people": [
            {"name": name, "email": email, "password": passwords[email], "role": ROLES[short]}
            for short, (name, email, _) in PEOPLE.items()
        ],
        "workspaces": [
            {
                "id": str(site.workspace_id),
                "name": site.workspace.name,
                "slug": site.workspace.slug,
                "site_id": str(site.id),
                "site_key": site.key,
                "site_url": address,
                "telemetry": site.telemetry,
            }
            for site, address in zip(sites, addresses, strict=True)
        ],
    }


def _passwords(file: Path) -> dict[str, str]:
    try:
        before = {p["email"]: p["password"] for p in json.loads(file.read_text(encoding="utf-8"))["people"]}
    except (OSError, ValueError, KeyError, TypeError):
        before = {}
    return {email: before.get(email) or secrets.token_urlsafe(15) for _, email, _ in PEOPLE.values()}


def _write(file: Path, told: dict[str, Any]) -> None:
    """Whole or not at all, readable by the owner only: it holds passwords."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(told, out, indent=2, ensure_ascii=False)
        out.write("\n")
    part.replace(file)
