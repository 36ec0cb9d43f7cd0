"""The register of processors, and the door out."""

from typing import Any
from uuid import UUID


def propose(host: str, browser: list[str], country: str = "", policy: str = "", mechanism: str = "") -> str:
    """An entry that is wished for; its id. Raises Invalid."""
    from troth.privacy.propose import propose as wish

    made = wish(
        f"Verify {host}", "is looked at", [host], country=country, policy=policy, browser=browser, mechanism=mechanism
    )
    return str(made.id)


def move(entry: str, to: str) -> str:
    """The state that it has then, or the code of the problem."""
    from troth.kernel.errors import TrothError
    from troth.privacy.models import Processor
    from troth.privacy.move import move as to_state

    try:
        return str(to_state(UUID(entry), Processor.State(to)).state)
    except TrothError as refused:
        return refused.code


def rest_on(entry: str, mechanism: str) -> None:
    """As an entry of long ago may, past what looks at it now."""
    from troth.privacy.models import Processor

    Processor.objects.filter(id=UUID(entry)).update(mechanism=mechanism)


def state(entry: str) -> str:
    from troth.privacy.models import Processor

    return str(Processor.objects.get(id=UUID(entry)).state)


def remove(entry: str) -> None:
    """As if it had never been."""
    from troth.privacy import register
    from troth.privacy.models import Processor

    Processor.objects.filter(id=UUID(entry)).delete()
    register.changed()


def active() -> list[dict[str, Any]]:
    from troth.privacy.models import Processor

    found = Processor.objects.filter(state=Processor.State.ACTIVE).order_by("name")
    return [
        {"name": one.name, "function": one.function, "hosts": one.hosts, "country": one.country, "policy": one.policy}
        for one in found
    ]


def reach(host: str) -> str:
    """Ask the door out for a way to this host, as whatever connects does: "" when it may, else why not. Nothing is
    connected to."""
    from troth.datamap import egress
    from troth.datamap.doors import acting_for
    from troth.datamap.purposes import ANSWER

    with acting_for(ANSWER):
        try:
            egress.out_to(host, "verify")
        except egress.Refused as refused:
            return str(refused) or "refused"
    return ""
