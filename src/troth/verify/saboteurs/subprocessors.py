"""Those of subprocessors."""

from typing import Any

from msgspec.structs import replace

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("subprocessors.no_entry_no_data", "the door out asks nobody")
def open_door(patch: Patch) -> None:
    patch("troth.datamap.egress.why_not", lambda host: "")


@saboteur("subprocessors.no_entry_no_data", "nobody counts what is refused")
def uncounted(patch: Patch) -> None:
    patch("troth.datamap.egress.count", lambda times=1: None)


@saboteur("subprocessors.blocked_until_active", "nobody has to be announced")
def unannounced(patch: Patch) -> None:
    from troth.privacy.move import FROM
    from troth.privacy.processor import Processor

    everybody = (Processor.State.PROPOSED, Processor.State.ANNOUNCED, Processor.State.ENDED)
    patch("troth.privacy.move.FROM", {**FROM, Processor.State.ACTIVE: everybody})


@saboteur("subprocessors.blocked_until_active", "whoever is on the register is given data, in whatever state")
def in_any_state(patch: Patch) -> None:
    def lenient(real: Any) -> Any:
        return lambda host: "" if "as announced" in (why := real(host)) or "as proposed" in why else why

    patch.around("troth.privacy.register.why_not", lenient)


@saboteur("subprocessors.list_equals_register", "the notice leaves the register out")
def unlisted(patch: Patch) -> None:
    patch("troth.privacy.notice.gather.companies", list)


@saboteur("subprocessors.row_is_complete", "the list does not say where somebody is")
def placeless(patch: Patch) -> None:
    patch.around(
        "troth.privacy.notice.gather.companies", lambda real: lambda: [replace(one, country="") for one in real()]
    )


@saboteur("subprocessors.change_is_announced", "recipients are not compared")
def uncompared(patch: Patch) -> None:
    patch("troth.privacy.notice.compare._recipients", lambda old, new: iter(()))


@saboteur("subprocessors.change_is_announced", "nobody is mailed")
def untold(patch: Patch) -> None:
    patch("troth.privacy.notice.letter.tell_the_team", lambda row: None)
