"""The server without its guards of privacy: what `bench/guards.py` holds the shipped one against, and nobody else.
The product has no such switch. Started as `python -m bench.unguarded serve`, before any room is loaded.

Off is what a message passes on its way and what follows it:
- the masking of card numbers (`wire/mask.py`);
- the purposes at the doors to API, mailer, exports, index and jobs, and the one that each thread and task works for
  (`datamap/doors.py`);
- the door out with its register of processors (`datamap/egress.py`);
- the comparison of the wire's words with their purposes (`gateway/purposes.py`) and what browsers say of being watched
  (`visitors/signals.py`), both once for a process or a hello;
- the look for keys that another process destroyed, before each batch that is sealed and each read of a reader
  (`vault/keyring.py`);
- the note in the keyring of whose each key is, by which an erasure finds them (`log/owners.py`);
- the scrubbing of what is logged (`project/logs.py`, `kernel/scrubbed.py`).

On in both: the sealing and the chain of commitments, which have a figure of their own (`sealed_over_unsealed`); rights
and audiences, which are no matter of privacy alone; and what only pages ask (restrictions, holds, consent).
"""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from typing import Any

# In this order: the later ones take from the earlier.
OFF: dict[str, Callable[..., Any]] = {
    "troth.datamap.doors:through": lambda door, purpose, what: purpose,
    "troth.datamap.doors:act_for": lambda purpose: None,
    "troth.datamap.doors:acting_for": lambda purpose: nullcontext(),
    "troth.datamap.doors:alone": nullcontext,
    "troth.datamap.egress:out_to": lambda host, what: None,
    "troth.wire.mask:mask_cards": lambda text: (text, 0),
    "troth.gateway.purposes:check": lambda *_: None,
    "troth.visitors.signals:heeded": lambda signals, rules: False,
    "troth.kernel.scrubbed:trace": repr,
    "troth.kernel.scrubbed:told": str,
    "troth.vault.keyring:Keyring.hear": lambda keyring: None,
    "troth.log.owners:Owners.bind_some": lambda owners: 0,
    "troth.project.logs:_sentence": lambda record: record.getMessage(),
}


def take_off() -> dict[str, object]:
    """Put nothing in the place of each guard; what was there, by its name in the table."""
    taken = {}
    for name, nothing in OFF.items():
        module, _, path = name.partition(":")
        holder: Any = import_module(module)
        *owners, last = path.split(".")
        for owner in owners:
            holder = getattr(holder, owner)
        taken[name] = getattr(holder, last)
        setattr(holder, last, nothing)
    return taken


if __name__ == "__main__":
    take_off()
    from troth.project.command import main

    sys.exit(main())
