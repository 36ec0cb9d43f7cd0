"""Those of dsr-export."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _messages(patch: Patch, change: Callable[[Any], Any]) -> None:
    """What is taken along, with each message changed."""
    patch.around("troth.privacy.access.portable._message", lambda real: lambda event: change(real(event)))


@saboteur("dsr-export.second_server_equal", "words are cut short")
def cuts_words(patch: Patch) -> None:
    _messages(patch, lambda one: replace(one, text=one.text[:-1]))


@saboteur("dsr-export.second_server_equal", "the times are of another zone")
def moves_times(patch: Patch) -> None:
    _messages(patch, lambda one: replace(one, at=one.at - timedelta(hours=2)))


@saboteur("dsr-export.second_server_equal", "it is forgotten under which names agents answered")
def forgets_names(patch: Patch) -> None:
    _messages(patch, lambda one: replace(one, name=""))


@saboteur("dsr-export.second_server_equal", "files stay behind")
def leaves_files(patch: Patch) -> None:
    patch("troth.privacy.access.make.files_of", lambda scope: ())


@saboteur("dsr-export.schema_published", "the package is of a version that is nowhere described")
def another_version(patch: Patch) -> None:
    patch.around("troth.privacy.access.make.portable", lambda real: lambda package: replace(real(package), version=7))


@saboteur("dsr-export.schema_published", "what somebody rated is left out")
def without_the_rating(patch: Patch) -> None:
    patch.around(
        "troth.privacy.access.portable._conversation", lambda real: lambda record: replace(real(record), rating=None)
    )


@saboteur("dsr-export.schema_published", "notes of the team are taken along")
def takes_notes_along(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def conversation(record: Any) -> Any:
            notes = [{**one, "kind": "said"} if one["kind"] == "noted" else one for one in record["events"]]
            return real({**record, "events": notes})

        return conversation

    patch.around("troth.privacy.access.portable._conversation", make)


@saboteur("dsr-export.workspace_package", "notes of the team stay behind")
def keeps_talks_back(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def records(part: Any, scope: Any) -> Any:
            for record in real(part, scope):
                events = [one for one in record.get("events", ()) if one["kind"] != "noted"]
                yield {**record, **({"events": events} if "events" in record else {})}

        return records

    patch.around("troth.privacy.whole.pack.parts.records", make)


@saboteur("dsr-export.workspace_package", "a second time it is refused for a day")
def once_a_day(patch: Patch) -> None:
    patch("troth.privacy.closing.export.MOST", 1)


@saboteur("dsr-export.workspace_package", "its lines are for people, not for machines")
def no_lines(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def entry(name: str) -> Any:
            return real(name.replace(".ndjson", ".txt"))

        return entry

    patch.around("troth.privacy.whole.pack._entry", make)
