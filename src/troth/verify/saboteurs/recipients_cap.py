"""Those of recipients-cap."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("recipients-cap.transcript_capped", "a site takes as many addresses as it is given",
          when={"recipients.transcript": None})  # fmt: skip
def no_cap(patch: Patch) -> None:
    patch("troth.sites.change.MAX_TRANSCRIPT_ADDRESSES", 50)


@saboteur("recipients-cap.transcript_capped", "a site takes more than its company promises",
          when={"recipients.transcript": 2})  # fmt: skip
def no_promise(patch: Patch) -> None:
    patch("troth.sites.change.check", lambda site, fields: None)


@saboteur("recipients-cap.removed_gets_none", "whoever got one transcript gets the next one too")
def remembers(patch: Patch) -> None:
    known: dict[str, None] = {}

    def make(real: Any) -> Any:
        def closed(event: Any) -> None:
            from troth.channels.email import transcript

            real(event)
            row = transcript._row(event)
            if row is None:
                return
            for address in known:
                if address not in row.site.transcript_addresses:
                    transcript._queue(row, event, event.seq, transcript.Reader(address, "site"))
            known.update(dict.fromkeys(row.site.transcript_addresses))

        return closed

    patch.around("troth.channels.email.transcript._closed", make)
