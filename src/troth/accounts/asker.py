"""Who asks. Made by a door from a pass or a session, given to verbs and queries; no Django here: the gateway has
askers too."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VisitorAsker:
    """A browser on a site, known by its token alone."""

    visitor_id: UUID
    workspace: UUID
    site: UUID


@dataclass(frozen=True, slots=True)
class PersonAsker:
    """Somebody with a login. Which member they are depends on the workspace of what they ask for."""

    person_id: UUID


type Asker = VisitorAsker | PersonAsker
