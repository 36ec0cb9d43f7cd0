"""Those of transcript-delivery."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("transcript-delivery.live", "the hub gives words to nobody")
def mute_hub(patch: Patch) -> None:
    patch("troth.gateway.streams.Streams.deliver", lambda self, event: None)


@saboteur("transcript-delivery.mailed_at_close", "the last address of the site is forgotten")
def forgets_one(patch: Patch) -> None:
    patch.around(
        "troth.channels.email.transcript._queue",
        lambda real: (
            lambda row, event, closing, reader: (
                None if reader.address == row.site.transcript_addresses[-1] else real(row, event, closing, reader)
            )
        ),
    )


@saboteur("transcript-delivery.mailed_at_close", "a copy goes to the house as well")
def copy_to_the_house(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def queue(row: Any, event: Any, closing: int, reader: Any) -> None:
            real(row, event, closing, reader)
            real(row, event, closing, reader._replace(address="archive@house.example"))

        return queue

    patch.around("troth.channels.email.transcript._queue", make)
