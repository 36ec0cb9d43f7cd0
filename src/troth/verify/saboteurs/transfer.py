"""Those of transfer."""

from typing import Any

from msgspec.structs import replace

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("transfer.announced_first", "what is wished for becomes active at once")
def unannounced(patch: Patch) -> None:
    from troth.privacy.models import Processor

    state = Processor.State
    patch.around("troth.privacy.move.FROM", lambda real: {**real, state.ACTIVE: (state.PROPOSED, *real[state.ACTIVE])})


@saboteur("transfer.announced_first", "who is only announced is given data")
def too_early(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda host: "" if "as announced" in (why := real(host)) else why

    patch.around("troth.privacy.register.why_not", make)


@saboteur("transfer.country_and_mechanism_told", "the notice leaves the country out")
def placeless(patch: Patch) -> None:
    _companies(patch, country="")


@saboteur("transfer.country_and_mechanism_told", "the notice leaves out on what the transfer stands")
def groundless(patch: Patch) -> None:
    _companies(patch, mechanism="")


@saboteur("transfer.country_and_mechanism_told", "programs are told on what it stands, people are not")
def groundless_for_people(patch: Patch) -> None:
    patch.around(
        "troth.privacy.notice.draw._where", lambda real: lambda one, speech: real(replace(one, mechanism=""), speech)
    )


def _companies(patch: Patch, **instead: str) -> None:
    patch.around(
        "troth.privacy.notice.gather.companies", lambda real: lambda: [replace(one, **instead) for one in real()]
    )


@saboteur("transfer.dead_mechanism_refused", "no profile stands on what has ended, it is believed")
def profile_on_a_dead_one(patch: Patch) -> None:
    patch("troth.privacy.profile.lint.DEAD_MECHANISMS", ())


@saboteur("transfer.dead_mechanism_refused", "the register takes what has ended")
def register_takes_it(patch: Patch) -> None:
    patch("troth.privacy.shapes.dead", lambda text: "")


@saboteur("transfer.dead_mechanism_refused", "a notice is published whatever its transfers stand on")
def published_all_the_same(patch: Patch) -> None:
    patch("troth.privacy.notice.publish._stands", lambda made: None)
