"""Models are imported late: this is read before there are settings."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from tests.conversations.conftest import _company, company

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.privacy.at_the_portal import Later
    from troth.log import Log
    from troth.post.models import Mail

__all__ = ["_company", "company"]


@pytest.fixture(autouse=True)
def _nobody_else(log: "Log") -> Iterator[None]:
    """The register is the installation's: empty before and after each test."""
    from troth.privacy import register
    from troth.privacy.models import Processor

    def clear() -> None:
        Processor.objects.all().delete()
        register.changed()

    clear()
    yield
    clear()


@pytest.fixture(autouse=True)
def _no_paper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF takes longer than all else of a package: every page is longer than one is drawn of, unless a test is about
    paper."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr("troth.privacy.access.pdf.MOST", 0)


def hello(_: "Mail") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Hello"
    message.set_content("Hello")
    return message


@pytest.fixture
def mail(company: "Cast") -> "Iterator[Mail]":
    from tests.post.one_mail import one_mail

    with one_mail(company, hello) as due:
        yield due


@pytest.fixture
def address(cast: "Cast") -> str:
    """Vi's: it stands in the form of their conversation."""
    from tests.conversations.talk import opened

    opened(cast.vi)
    return f"vi.{cast.vi.id.hex}@example.test"


@pytest.fixture
def later() -> "Iterator[Later]":
    from tests.privacy.at_the_portal import Later
    from troth.kernel import clock

    yield Later()
    clock.set_clock(None)
