"""The profiles that come with the product, under neutral names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ..read import read
from ..shape import Profile

PLAIN = "plain"  # what holds where nobody chose


@cache
def shipped() -> Mapping[str, Profile]:
    """Name -> profile, the plain one first."""
    return {name: read(text, origin=f"{name}.toml") for name, text in texts().items()}


@cache
def texts() -> Mapping[str, str]:
    """Name -> the file, the plain one first."""
    found = {one.name.removesuffix(".toml"): one for one in files(__name__).iterdir() if one.name.endswith(".toml")}
    return {
        name: found[name].read_text(encoding="utf-8") for name in sorted(found, key=lambda one: (one != PLAIN, one))
    }
