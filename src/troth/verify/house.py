"""A workspace of the operator's own: its profile is what is verified, and its notice shows what was found."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from troth.kernel.config import Config
from troth.kernel.errors import TrothError
from troth.project import prepare

from .profiles import NoProfile, Played, of
from .verdicts import Verdict

if TYPE_CHECKING:
    from troth.privacy.notice.verdicts import Found


class Home(msgspec.Struct, frozen=True):
    """id: of the workspace."""

    id: UUID
    profile: Played


def open_up(config: Config) -> None:
    """Django on the operator's database. Raises ConfigError, CannotStart."""
    prepare.reach(config)
    prepare.django_ready(config)
    prepare.check_upgraded(config)


def tell(workspace: UUID, found: Iterable[Verdict], at: datetime) -> None:
    """Its notice shows them beside the sentences, until the next run."""
    from troth.privacy.notice import verdicts

    verdicts.write(workspace, [_row(one) for one in found if one.word != "NOT PROMISED"], at)


def _row(one: Verdict) -> "Found":
    from troth.privacy.notice.verdicts import Found

    return Found(one.promise, one.word.replace(" ", "_"), one.level, one.why, one.until)  # type: ignore[arg-type]


def home(config: Config, named: str) -> Home:
    """named: a slug or an id. Raises NoProfile, and as `open_up`."""
    open_up(config)
    from troth.privacy.attestation.measures import attested
    from troth.privacy.profile.queries import profile_of
    from troth.project.erasing import workspace_of

    try:
        workspace = workspace_of(named)
    except TrothError as error:
        raise NoProfile(f"{named}: {error}") from None
    return Home(workspace, of(profile_of(workspace), attested(workspace)))
