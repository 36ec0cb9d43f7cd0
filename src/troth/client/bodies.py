"""The typed body of an event as it travels."""

import msgspec

from troth.wire.events import KINDS, NUMBER_BY_NAME, Body, WireEvent

_DECODERS = {name: msgspec.json.Decoder(KINDS[number][2]) for name, number in NUMBER_BY_NAME.items()}


def body_of(event: WireEvent) -> Body | None:
    """The body as its struct; None when it was erased, or when this version does not know the kind."""
    decoder = _DECODERS.get(event.kind)
    if decoder is None or bytes(event.body) == b"null":
        return None
    try:
        return decoder.decode(event.body)
    except msgspec.MsgspecError:
        return None
