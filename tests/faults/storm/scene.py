"""What a fault may touch: the world, who talks in it, and who remembers."""

from typing import NamedTuple

from .load import Load
from .oracle import Oracle
from .world import World


class Scene(NamedTuple):
    world: World
    load: Load
    oracle: Oracle
