"""The words with which each room declares, in its `privacy.py`, what it keeps of whom, why and for how long. It knows
no noun of the trade beyond the purposes."""

from .keeping import Keep
from .leaves import leaves_of
from .map import DataMap, DeclaredTwice
from .purposes import PURPOSES, Purpose
from .vocabulary import Basis, Category, Erase, Mirror, Recipient, Source, Subject, Where
from .words import Edge, Inside, Leaf, NotPersonal, Personal, Place

__all__ = [
    "PURPOSES", "Basis", "Category", "DataMap", "DeclaredTwice", "Edge", "Erase", "Inside", "Keep", "Leaf", "Mirror",
    "NotPersonal", "Personal", "Place", "Purpose", "Recipient", "Source", "Subject", "Where", "leaves_of",
]  # fmt: skip
