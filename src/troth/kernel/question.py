"""How a server knows that it is the doctor who asks: by the installation's secret. To the doctor it tells how it saw
the request, which is nobody else's business, and it lets it keep a socket that is nobody's for a while."""

import hmac
from hashlib import sha256

from . import clock
from .config import Config

HEADER = "troth-doctor"
GOOD_FOR = 300  # s, since clocks may differ: that is what the doctor may come for


def signed(config: Config) -> str:
    """The header's value; for a socket the pass in its hello."""
    at = int(clock.now().timestamp())
    return f"{at}.{_proof(config, at)}"


def is_the_doctors(config: Config, value: str) -> bool:
    at, _, proof = value.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 12 and proof.isascii()):
        return False
    young = abs(clock.now().timestamp() - int(at)) < GOOD_FOR
    return young and hmac.compare_digest(proof, _proof(config, int(at)))


def _proof(config: Config, at: int) -> str:
    return hmac.digest(config.secret("doctor"), b"%d" % at, sha256).hex()
