"""A workspace whose profile has a measure, and evidence for it."""

import hashlib
from datetime import timedelta
from typing import Any

from troth.kernel.clock import now

WITH_A_DOOR = """
name = "doors"
title = "A shop with a door"
[promises.locked]
text = "Our doors are locked at night."
by = "organisational"
control = "doors"
[promises.greeting]
text = "We greet everybody."
checks = ["agent-tag.author_is_the_agents_own"]
[controls.doors]
owner = "ops"
what = "Every door is locked, and somebody looked."
every = "P90D"
[controls.alarm]
owner = "ops"
every = "P1Y"
"""
EVIDENCE = hashlib.sha256(b"We looked at every door.").hexdigest()


def attestation(days: int = 60, **more: Any) -> dict[str, Any]:
    """As the API takes it. days: until it is due again."""
    due = (now() + timedelta(days=days)).date().isoformat()
    return {"evidence": "doors-2026.pdf", "sha256": EVIDENCE, "due": due} | more
