"""Those of attestation."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

MEASURES = "troth.privacy.attestation.measures"
ATTEST = "troth.privacy.attestation.attest"


@saboteur("attestation.overdue_is_not_attested", "nobody looks whether evidence has ended")
def for_ever(patch: Patch) -> None:
    from datetime import timedelta

    def endless(real: Any) -> Any:
        return lambda at, until, every: real(at, until, every) + timedelta(days=3650)

    patch.around(f"{MEASURES}.counts_until", endless)


@saboteur("attestation.overdue_is_not_attested", "the period of a control is not heeded once it was attested")
def in_no_period(patch: Patch) -> None:
    patch(f"{MEASURES}.counts_until", lambda at, until, every: until)


@saboteur("attestation.overdue_is_not_attested", "evidence may be said to count for ever")
def as_long_as_said(patch: Patch) -> None:
    patch.around(f"{ATTEST}.until_of", lambda real: lambda day, zone, every, at: real(day, zone, "P10Y", at))


@saboteur("attestation.overdue_is_not_attested", "it is attested without evidence")
def by_word_alone(patch: Patch) -> None:
    patch(f"{ATTEST}.evidence_of", lambda given: given.strip() or "none")


@saboteur("attestation.overdue_is_not_attested", "an empty file is evidence")
def of_nothing(patch: Patch) -> None:
    patch("troth.privacy.attestation.period.NOTHING", "")


@saboteur("attestation.overdue_is_not_attested", "what was taken back still counts")
def never_back(patch: Patch) -> None:
    def older(real: Any) -> Any:
        def newest(workspace: Any, controls: Any) -> Any:
            from troth.privacy.models import Attestation

            rows = Attestation.objects.filter(workspace_id=workspace, control__in=list(controls), act="attested")
            return {row.control: row for row in rows.order_by("at", "id")}

        return newest

    patch.around(f"{MEASURES}.newest", older)


@saboteur("attestation.evidence_is_dated_and_owned", "whoever writes it down owns it")
def of_who_writes(patch: Patch) -> None:
    patch.around(
        "troth.privacy.attestation.api.attest",
        lambda real: (
            lambda workspace, control, *, owner, by=None, **more: real(
                workspace, control, owner=by or owner, by=by, **more
            )
        ),
    )


@saboteur("attestation.evidence_is_dated_and_owned", "another hash is kept than that of the evidence")
def hashless(patch: Patch) -> None:
    patch(f"{ATTEST}.sha256_of", lambda given: "0" * 64)


@saboteur("attestation.evidence_is_dated_and_owned", "a newer one is written over the one before")
def written_over(patch: Patch) -> None:
    def over(real: Any) -> Any:
        def added(row: Any) -> Any:
            from troth.privacy.models import Attestation

            Attestation.objects.filter(workspace_id=row.workspace_id, control=row.control).delete()
            return real(row)

        return added

    patch.around(f"{ATTEST}._added", over)


@saboteur("attestation.evidence_is_dated_and_owned", "rows that were changed in the database are believed")
def unsealed(patch: Patch) -> None:
    patch(f"{MEASURES}.fits", lambda row: True)


@saboteur("attestation.evidence_is_dated_and_owned", "rows that were deleted in the database are not missed")
def unmissed(patch: Patch) -> None:
    patch(f"{MEASURES}.missed", lambda workspace: set())


@saboteur("attestation.evidence_is_dated_and_owned", "the seal does not cover who owns it")
def ownerless_seal(patch: Patch) -> None:
    patch("troth.privacy.attestation.seal._mark", lambda row, member: "0" * 32)
