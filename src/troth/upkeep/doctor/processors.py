"""Whether the hosts that the settings name may be reached, by the register of processors, and are described there."""

import json

from troth.datamap import egress
from troth.privacy.named import named

from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation

_WHERE = "processors"


def _processors(here: Installation) -> Found:
    hosts = [one.host for one in named(here.config) if not egress.is_own(one.host)]
    rows = here.kept()
    if not rows.has("privacy_processor"):
        raise CantLook("the tables are those of an older Troth")
    states: dict[str, set[str]] = {}
    bare = []
    for name, told, state, country, policy in rows.read(
        "SELECT name, hosts, state, country, policy FROM privacy_processor"
    ):
        for host in json.loads(told) if isinstance(told, str) else told:
            states.setdefault(host, set()).add(state)
        if state == "active" and not (country and policy):
            bare.append(name)
    for host in hosts:
        if "active" not in states.get(host, {"active"}):  # one that is not there yet comes with the next start
            return broken(
                f"Nothing is sent to {host}: the register of processors does not have it as active.",
                "Ask the privacy officer; troth processors activate ID allows it again, another host needs a setting.",
                _WHERE,
            )
    if bare:
        return warning(
            f"Of {', '.join(sorted(bare)[:3])} nobody has said the country and the policy.",
            "Say them: troth processors complete ID --country XX --policy https://…",
            _WHERE,
        )
    return ok("Every other host that is given data is in the register of processors.")


CHECKS = (Check("processors", "hosts of the settings are active in the register, and described", _processors),)
