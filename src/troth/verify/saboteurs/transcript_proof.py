"""Those of transcript-proof."""

import hmac
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("transcript-proof.untouched_ok", "the second word is left out of the transcript")
def leaves_one_out(patch: Patch) -> None:
    patch.around(
        "troth.proofs.transcript._events", lambda real: lambda own: (one for one in real(own) if one[0].seq != 2)
    )


@saboteur("transcript-proof.altered_named", "the verifier takes any words for those that were signed")
def takes_any_words(patch: Patch) -> None:
    patch("troth.proofs.verify.commit", lambda *args: _Same())


@saboteur("transcript-proof.altered_named", "the verifier does not look at the signatures of entries")
def takes_any_signature(patch: Patch) -> None:
    patch("troth.proofs.verify.Key.signed", lambda self, message, signature: True)


@saboteur("transcript-proof.missing_named", "what is missing is passed over")
def passes_over(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def verify(*args: Any) -> Any:
            report = real(*args)
            report.verdicts[:] = [one for one in report.verdicts if one[1] != "MISSING"]
            return report

        return verify

    patch.around("troth.proofs.verify.verify", make)


@saboteur("transcript-proof.row_changed_is_noticed", "a message that does not open is called erased")
def hides_what_does_not_open(patch: Patch) -> None:
    from troth.proofs.sign import base64_of, mask_of
    from troth.proofs.verify import canonical

    def make(real: Any) -> Any:
        def entry(event: Any, salt: bytes, before: bytes, own: Any, hidden: Any) -> Any:
            made, leaf = real(event, salt, before, own, hidden)
            if salt or "envelope" not in made:
                return made, leaf
            hidden["erased"].append(event.seq)
            sealed = hmac.digest(mask_of(event.commitment), canonical(made["envelope"]), "sha256")
            kept = {name: made[name] for name in ("seq", "commitment")}
            return kept | {"sealed": base64_of(sealed), "withheld": False}, leaf

        return entry

    patch.around("troth.proofs.transcript._entry", make)


@saboteur("transcript-proof.erased_still_verifies", "after an erasure the words are left out, and nobody signs that")
def forgets_the_tombstone(patch: Patch) -> None:
    patch("troth.proofs.transcript.ERASED_NOW", "gone")


class _Same:
    """Equal to whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0
