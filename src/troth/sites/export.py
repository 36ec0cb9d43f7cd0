"""What a person of the team gets of the sites of a workspace: how visitors see them there, and which sites send
transcripts to their address."""

from collections.abc import Iterator

from troth.datamap.erasing import Scope
from troth.datamap.exporting import Part, Record
from troth.datamap.vocabulary import Subject

from .erase import sent_to
from .models import Alias

_OF_A_PERSON = frozenset({Subject.PERSON})


def parts() -> tuple[Part, ...]:
    return (
        Part("aliases", _OF_A_PERSON, _aliases, ("rows sites.Alias",)),
        Part("transcripts_sent_to_them", _OF_A_PERSON, _transcripts, ("rows sites.Site: transcript_addresses.*",)),
    )


def _aliases(scope: Scope) -> Iterator[Record]:
    for row in Alias.objects.select_related("site").filter(member_id__in=scope.members).order_by("id"):
        yield {"site": row.site.name, "alias": row.alias, "title": row.title, "picture": row.picture}


def _transcripts(scope: Scope) -> Iterator[Record]:
    yield from ({"site": site.name} for site, _ in sent_to(scope))
