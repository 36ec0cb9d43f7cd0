"""What people attested, looked at and tampered with inside the server."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID


def verdict(workspace: str, control: str, days: float) -> dict[str, str]:
    """What `troth privacy verify --workspace` would say of a promise that stands on this control alone, in so many
    days: word and why."""
    from troth.kernel.clock import now
    from troth.privacy.attestation.measures import attested
    from troth.verify.verdicts import Promised, verdict

    at = now() + timedelta(days=days)
    said = Promised("promise", "We do.", (), "organisational", control)
    found = verdict(said, {}, attested(UUID(workspace), at), at)
    return {"word": found.word, "why": found.why}


def delete(id: str) -> None:
    """Delete a row past the product."""
    from troth.privacy.models import Attestation

    if not Attestation.objects.filter(id=UUID(id)).delete()[0]:
        raise LookupError("there is no such attestation")


def change(id: str, what: str, value: Any) -> None:
    """Write into a row past the product, as somebody with the database would."""
    from troth.privacy.models import Attestation

    told = datetime.fromisoformat(value) if what in ("at", "until") else value
    if not Attestation.objects.filter(id=UUID(id)).update(**{what: told}):
        raise LookupError("there is no such attestation")
