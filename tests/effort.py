"""How hard the tests try that make up their input: `TEST_EFFORT=50 ./dev test tests/gateway/test_fuzz.py` makes fifty
times as much of it, other than the run before; without it a run makes the same few every time."""

import os

from hypothesis import HealthCheck, Phase, settings

EFFORT = int(os.environ.get("TEST_EFFORT", "1"))


def tries(examples: int) -> settings:
    """So many examples, times the effort. Nothing is timed: the machine may be busy."""
    return settings(
        max_examples=examples * EFFORT,
        derandomize=EFFORT == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if EFFORT > 1 else [])],
    )
