"""`troth workspace`: a workspace with its first site and its owner, where there is nobody yet who could invite one."""

import re
import secrets
from typing import NamedTuple

from django.db import transaction

from troth.accounts.found import found
from troth.accounts.models import COLOURS, Person, Workspace
from troth.kernel.config import Config
from troth.kernel.errors import Invalid
from troth.post.address import is_mail_address
from troth.sites.add import add
from troth.sites.domains import is_domain
from troth.sites.models import Site

ANYWHERE = "any page, while Troth is on this machine alone; list the website's domain before others reach it"
NOWHERE = "no website yet: add its domain in the console's settings; until then the launcher opens {page}"


class Begun(NamedTuple):
    """`password` of an owner who had none, else ""."""

    workspace: Workspace
    site: Site
    password: str


def begin(config: Config, name: str, email: str, owner: str, domains: list[str]) -> str:
    """What to tell whoever typed it: the line for the website, and the password where the owner is new.

    Needs the tables and an open log. Raises Invalid.
    """
    name, email = name.strip(), email.strip().lower()
    _, site, password = begun(name, email, owner, domains)
    page = f"{config.base_url}/chat/{site.key}"
    told = [
        f"The workspace {name} is there, and {email} owns it.",
        f"  console           {config.base_url}/console/",
        f"  password          {password or 'the one they have'}",
        f'  on the website    <script src="{config.base_url}/w/{site.key}.js" async></script>',
        f"  shown by          {', '.join(domains) or (ANYWHERE if config.local else NOWHERE.format(page=page))}",
    ]
    return "\n".join(told)


def begun(name: str, email: str, owner: str, domains: list[str]) -> Begun:
    """owner: what they are called, where they are new. Needs the tables and an open log. Raises Invalid."""
    owner = owner.strip() or _called(email)
    _check(name, email, owner, domains)
    person, password = with_password(email, owner)
    workspace = found(name, person)
    with transaction.atomic():
        return Begun(workspace, add(workspace.id, name, domains=domains), password)


def _called(email: str) -> str:
    """A name made of an address: "eve.stone@acme.example" is Eve Stone until she says otherwise."""
    local = email.partition("@")[0]
    return " ".join(word.capitalize() for word in re.split(r"[._\-]+", local.partition("+")[0]) if word) or local


def with_password(email: str, name: str) -> tuple[Person, str]:
    """The person, and the password of one who had none."""
    person = Person.objects.filter(email=email).first() or Person(email=email, name=name)
    if not person._state.adding and person.has_usable_password():
        return person, ""
    if person._state.adding:
        person.colour = COLOURS[person.id.int % len(COLOURS)]
    password = secrets.token_urlsafe(15)
    person.set_password(password)
    with transaction.atomic():
        person.save()
    return person, password


def _check(name: str, email: str, owner: str, domains: list[str]) -> None:
    if not is_mail_address(email):
        raise Invalid(f"--owner must be an email address, not {email!r}.")
    if not name or max(len(name), len(owner)) > 120:
        raise Invalid("A workspace and its owner have a name, of 120 characters at most.")
    for domain in domains:
        if not is_domain(domain):
            raise Invalid(f"--domain must be like shop.example or *.shop.example, not {domain!r}.")
