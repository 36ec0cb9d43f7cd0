"""With what somebody gets stands why it is kept, for how long, who is given it, and where it came from."""

import json
from typing import Any

import pytest

from tests.cast import Cast, guest
from tests.conversations.talk import join, opened
from tests.privacy.packages import made, unpacked
from troth.datamap.vocabulary import Source, Subject
from troth.kernel.clock import now
from troth.log import Log
from troth.privacy.access.exporters import exporters
from troth.privacy.access.said import Said
from troth.privacy.access.why import Reason, why
from troth.privacy.access.words import WORDS
from troth.privacy.models import Processor
from troth.privacy.retention.rows import RetentionRule
from troth.privacy.subjects import scope_of
from troth.sites.models import Site


def _package(cast: Cast, language: str = "en") -> tuple[dict[str, Any], str]:
    packed = unpacked(made(cast.bikes, cast.vi.id, language=language))
    return json.loads(packed.read("your-data.json")), packed.read("your-data.html").decode()


@pytest.mark.parametrize("of", Subject)
def test_each_part_has_its_purposes_times_and_sources(cast: Cast, log: Log, of: Subject) -> None:
    talk = opened(cast.vi, fields={"name": "Vi", "email": "vi@example.test"})
    join(cast.ada, talk)
    visitor = scope_of(cast.bikes.id, Subject.VISITOR, cast.vi.id)
    who = {Subject.VISITOR: cast.vi.id, Subject.CONTACT: visitor.contacts[0], Subject.PERSON: cast.ada.person.id}[of]
    parts = [part for part in exporters.parts if of in part.of]
    reasons = why(scope_of(cast.bikes.id, of, who), parts)
    assert [one.part for one in reasons] == [part.name for part in parts]
    for one in reasons:
        assert all((one.purposes, one.kept, one.sources, one.fields)), one.part
    for language in WORDS:
        for one in reasons:
            _is_said(one, Said(language, "Bikes"))


def _is_said(one: Reason, said: Said) -> None:
    """In whole lines: nothing in them lacks its words."""
    told = dict(said.reason(one))
    assert len(told["how_long"].splitlines()) == len(one.kept)
    assert len(told["came_from"].splitlines()) == len(one.sources)
    assert not said.lacking, said.lacking


def test_it_says_to_whom_and_for_how_long_as_it_is_here(cast: Cast, log: Log) -> None:
    opened(cast.vi, fields={"name": "Vi", "email": "vi@example.test"})
    RetentionRule.objects.create(site=cast.bikes_site, what="conversations", after="closed", days=30)
    Processor.objects.create(
        name="Post & Sons", function="Carries mails", country="IN", state="active", since=now(), hosts=["post.example"]
    )
    Processor.objects.create(name="Nobody yet", function="Waits", country="US", state="proposed", since=now())
    package, page = _package(cast)
    talks = next(one for one in package["why"] if one["part"] == "conversations")
    assert {"what": "conversations", "after": "closed", "seconds": 30 * 86_400, "sites": []} in talks["kept"]
    assert "the addresses the site's owner named for transcripts" not in talks["given_to"], "it named none"
    assert {"the person", "the team"} <= set(talks["sources"])
    assert [(one["name"], one["country"]) for one in package["recipients"]] == [("Post & Sons", "IN")]
    for words in ("Talks: 30 days from the closing of the talk", "Post &amp; Sons", "India",
                  "To answer what somebody asked", "What the team adds: "):  # fmt: skip
        assert words in page, words
    assert "Nobody yet" not in page
    Site.objects.filter(id=cast.bikes_site.id).update(transcript_addresses=["house@example.test"])
    package, page = _package(cast, "ar")
    talks = next(one for one in package["why"] if one["part"] == "conversations")
    assert "the addresses the site's owner named for transcripts" in talks["given_to"]
    assert "للإجابة عما سألت عنه" in page
    assert "الهند" in page


def test_sites_that_keep_it_differently_are_named(cast: Cast, log: Log) -> None:
    opened(cast.vi)
    other = Site.objects.create(workspace=cast.bikes, name="Bells", key="bells")
    opened(guest(other))
    RetentionRule.objects.create(site=other, what="files", after="created", days=3)
    part = next(part for part in exporters.parts if part.name == "took_part")
    (reason,) = why(scope_of(cast.bikes.id, Subject.PERSON, cast.ada.person.id), [part])
    told = {(one.seconds // 86_400, tuple(one.sites)) for one in reason.kept if one.what == "files"}
    assert told == {(3 * 365, ("Bikes",)), (3, ("Bells",))}
    assert "Files of talks (Bells): 3 days from" in dict(Said("en", "Bikes").reason(reason))["how_long"]


def test_a_source_has_its_own_kinds_alone(cast: Cast) -> None:
    opened(cast.vi)
    parts = [part for part in exporters.parts if part.name == "browsers"]
    (reason,) = why(scope_of(cast.bikes.id, Subject.VISITOR, cast.vi.id), parts)
    told = dict(Said("en", "Bikes").reason(reason))["came_from"].splitlines()
    assert len(told) == len({one.source for one in reason.fields}) > 1
    assert [line.partition(":")[0] for line in told][-1] == "What the chat makes itself"
    assert {one.source for one in reason.fields} <= {one.value for one in Source}
