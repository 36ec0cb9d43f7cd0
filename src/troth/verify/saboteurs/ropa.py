"""Those of ropa."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

RECORD = "troth.privacy.notice.record"


@saboteur("ropa.both_roles", "as a processor it tells all that the company does for itself")
def one_role(patch: Patch) -> None:
    patch.around(f"{RECORD}.written.part_of", lambda real: lambda record, role: real(record, "controller"))


@saboteur("ropa.both_roles", "a room's data is in neither record")
def leaves_a_room_out(patch: Patch) -> None:
    patch.around(
        f"{RECORD}.content.theirs",
        lambda real: lambda people: (one for one in real(people) if one[0].name != "contacts.Identity"),
    )


@saboteur("ropa.follows_the_map", "the first version stands for ever")
def stands_for_ever(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def renew(workspace: Any) -> Any:
            from troth.privacy.notice.record.rows import ProcessingRecord

            first = ProcessingRecord.objects.filter(workspace=workspace).order_by("number").first()
            return (first, False) if first is not None else real(workspace)

        return renew

    patch.around(f"{RECORD}.api.renew", make)


@saboteur("ropa.follows_the_map", "earlier versions are thrown away")
def throws_away(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def renew(workspace: Any) -> Any:
            from troth.privacy.notice.record.rows import ProcessingRecord

            row, new = real(workspace)
            ProcessingRecord.objects.filter(workspace=workspace, number__lt=row.number).delete()
            return row, new

        return renew

    patch.around(f"{RECORD}.api.renew", make)


@saboteur("ropa.follows_the_map", "the times are those of the map, whatever the company promises")
def times_of_the_map(patch: Patch) -> None:
    patch(f"{RECORD}.content._own_limits", lambda sites: {})


@saboteur("ropa.machines_read_it", "terms are used that the context does not have")
def without_context(patch: Patch) -> None:
    patch.around(f"{RECORD}.written.CONTEXT", lambda real: {name: at for name, at in real.items() if name != "pd"})


@saboteur("ropa.machines_read_it", "machines are told another basis than people")
def another_basis(patch: Patch) -> None:
    patch.around(
        f"{RECORD}.written._process",
        lambda real: lambda *args: {**real(*args), "dpv:hasLegalBasis": {"@id": "dpv:Consent"}},
    )
