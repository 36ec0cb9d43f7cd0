"""The verifier of transcripts, as it is installed."""

from typing import Any


def judged(file: dict[str, Any], key: str, against: str | None = None) -> dict[str, Any]:
    """verdicts: [seq, verdict] of each entry; faults: of the whole; unusable: why it can't be told, else ""."""
    from troth.proofs.verify import Key, Unusable, verify

    try:
        report = verify(file, Key.of(key), against)
    except Unusable as error:
        return {"verdicts": [], "faults": [], "unusable": str(error)}
    return {"verdicts": [one[:2] for one in report.verdicts], "faults": report.faults, "unusable": ""}
