"""The content security policies name ourselves, and hosts of active entries alone."""

import pytest
from django.test import Client

from tests.cast import Cast
from troth.privacy import register
from troth.privacy.models import Processor
from troth.privacy.move import move
from troth.privacy.propose import propose

_S = Processor.State


def policies(cast: Cast) -> dict[str, dict[str, str]]:
    """Page -> directive -> sources."""
    browser, key = Client(SERVER_NAME="localhost"), cast.bikes_site.key
    told = {}
    for name, path in (
        ("panel", f"/w/{key}/panel"),
        ("hosted", f"/chat/{key}"),
        ("console", "/console/"),
        ("page", "/"),
    ):
        answer = browser.get(path)
        if "Content-Security-Policy" not in answer.headers:
            pytest.fail(f"{path} has no policy ({answer.status_code})")
        parts = answer["Content-Security-Policy"].split("; ")
        told[name] = dict(part.split(" ", 1) for part in parts)
    return told


def test_nothing_but_ourselves_while_nobody_else_is_active(cast: Cast) -> None:
    propose("Map Ltd", "draws maps", ["maps.example"], browser=["img-src", "connect-src"])
    own = {"'self'", "'none'", "data:", "blob:"}
    for page, policy in policies(cast).items():
        sources = {
            word for directive, words in policy.items() if directive != "frame-ancestors" for word in words.split()
        }
        assert sources <= own, page
        assert policy["default-src"] == "'none'"


def test_an_active_one_is_named_where_it_is_fetched_from_until_it_ends(cast: Cast) -> None:
    entry = propose("Map Ltd", "draws maps", ["maps.example"], browser=["img-src", "frame-src"])
    move(entry.id, _S.ANNOUNCED)
    move(entry.id, _S.ACTIVE)
    register.look()
    for page, policy in policies(cast).items():
        assert "https://maps.example" in policy["img-src"].split(), page
        assert policy["frame-src"] == "https://maps.example"
        assert "maps.example" not in policy["connect-src"]
        assert "maps.example" not in policy["script-src"]
    move(entry.id, _S.ENDED)
    register.look()
    assert "maps.example" not in str(policies(cast))


def test_mail_servers_are_no_business_of_browsers(cast: Cast) -> None:
    entry = propose("Mail Ltd", "sends the mail", ["mail.example"])
    move(entry.id, _S.ANNOUNCED)
    move(entry.id, _S.ACTIVE)
    register.look()
    assert "mail.example" not in str(policies(cast))
