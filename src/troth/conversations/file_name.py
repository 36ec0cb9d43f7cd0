"""The name of an uploaded file as it is kept and shown: no path, no characters that hide its ending."""

import re
import unicodedata

from troth.kernel.errors import Unsupported
from troth.wire.mask import mask_cards

from .sniff import ENDINGS

MOST = 200  # characters
_HIDDEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def ending(name: str) -> str:
    """The part after the last dot, in lower case; empty when there is none."""
    head, dot, tail = name.rpartition(".")
    return tail.lower() if dot and head else ""


def kept_name(name: str) -> str:
    """The name without folders, control characters and marks that change the direction of writing; a card number in
    it is masked, before a cut could hide that it is one."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = _HIDDEN.sub("", "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cs")))
    name = mask_cards(re.sub(r'[<>:"|?*]', "_", name).strip(" ."))[0]
    if len(name) > MOST:
        tail = ending(name)[:10]
        name = name[: MOST - len(tail) - 1].rstrip(" .") + "." + tail if tail else name[:MOST]
    return name or "file"


def fitting_name(name: str, kind: str) -> str:
    """The name with an ending that fits the type. Raises Unsupported for one that pretends to be something else."""
    tail = ending(name)
    if not tail:
        return f"{name}.{ENDINGS[kind][0]}"
    if tail not in ENDINGS[kind]:
        raise Unsupported("The file's name does not fit what is in it.", fields={"name": "ending"})
    return name
