"""One mail that is due, and nothing else is."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.cast import Cast
from tests.conversations.talk import opened
from troth.channels.email.letter import compose as whole
from troth.datamap.purposes import FOLLOW_UP
from troth.kernel import clock
from troth.kernel.ids import new_id
from troth.post.letters import Compose, compose_with
from troth.post.models import Mail
from troth.post.write import write
from troth.project.transactions import DjangoTransactions


@contextmanager
def one_mail(company: Cast, compose: Compose) -> Iterator[Mail]:
    """To a visitor, composed so instead of as a transcript; the clock is right again at the end."""
    Mail.objects.filter(state__in=["waiting", "sending"]).update(state="failed")
    compose_with("transcript", compose, FOLLOW_UP)
    talk, key = opened(company.vi), new_id().hex
    with DjangoTransactions().atomic():
        write(
            workspace=company.bikes.id, stream=talk, subject=company.vi.id, kind="transcript", occasion=key,
            to="vi@home.test", about={}, at=clock.now(),
        )  # fmt: skip
    try:
        yield Mail.objects.get(key__contains=key)
    finally:
        compose_with("transcript", whole, FOLLOW_UP)
        clock.set_clock(None)
