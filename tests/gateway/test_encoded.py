"""What was encoded for one is given to the next, but never once it was erased."""

import msgspec

from troth.gateway.encoded import Encoded
from troth.kernel.clock import now
from troth.kernel.ids import new_id
from troth.log import ERASED, Event
from troth.wire.events import Audience, Author


def test_an_event_that_was_erased_is_not_given_as_it_was() -> None:
    author = Author(kind="visitor", id=new_id())
    event = Event(
        new_id(), new_id(), 2, 1, now(), 2, 1, Audience.ALL, author, new_id(), 7, b"", b'{"text":"secret words"}', 9
    )  # fmt: skip
    encoded = Encoded()
    assert b"secret words" in encoded.team(event)
    gone = msgspec.structs.replace(event, body=ERASED)
    for frame in (encoded.team(gone), encoded.public(gone), encoded.summary(gone)):
        assert b"secret" not in frame
        assert b'"body":null' in frame
