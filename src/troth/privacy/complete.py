"""What is said of a processor is put right: the country, the mechanism of the transfer, its policy."""

from uuid import UUID

from .models import Processor
from .queries import processor
from .shapes import country_of, mechanism_of, policy_of, words_of


def complete(
    id: UUID,
    *,
    name: str | None = None,
    function: str | None = None,
    country: str | None = None,
    mechanism: str | None = None,
    policy: str | None = None,
) -> Processor:
    """What is None stays. Its hosts stay too: other hosts are another processor. Raises NotFound, Invalid."""
    row = processor(id)
    if name is not None:
        row.name = words_of(name, "name", 120, needed=True)
    if function is not None:
        row.function = words_of(function, "function", 200, needed=True)
    if country is not None:
        row.country = country_of(country)
    if mechanism is not None:
        row.mechanism = mechanism_of(mechanism)
    if policy is not None:
        row.policy = policy_of(policy)
    row.save(update_fields=["name", "function", "country", "mechanism", "policy"])
    return row
