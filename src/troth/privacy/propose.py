"""A processor is wished for. Nothing goes there yet."""

from collections.abc import Iterable

from troth.kernel.clock import now

from .models import Processor
from .shapes import country_of, fetched_of, hosts_of, mechanism_of, policy_of, words_of


def propose(
    name: str,
    function: str,
    hosts: Iterable[str],
    *,
    country: str = "",
    mechanism: str = "",
    policy: str = "",
    browser: Iterable[str] = (),
) -> Processor:
    """Raises Invalid."""
    return Processor.objects.create(
        name=words_of(name, "name", 120, needed=True),
        function=words_of(function, "function", 200, needed=True),
        hosts=hosts_of(hosts),
        country=country_of(country),
        mechanism=mechanism_of(mechanism),
        policy=policy_of(policy),
        browser=fetched_of(browser),
        state=Processor.State.PROPOSED,
        since=now(),
    )
