"""The settings: what each may say by itself, and is yet a mistake where people work with it."""

import sys
from collections import Counter
from math import log2

from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation

LEAST_BITS = 100.0  # of a secret, counted by how often each character is in it
_EXAMPLES = ("changeme", "change-me", "change_me", "example", "password", "your-secret", "yoursecret", "secretsecret")
WIDEST = 8  # bits that a trusted network leaves open, of those that anybody may come from: 256 addresses
# What a person at work needs; below it somebody is refused on an ordinary day.
LEAST = {
    "address_sockets": 10, "visitor_sockets": 2, "agent_sockets": 3, "address_connections": 50, "visitor_burst": 3,
    "agent_burst": 5, "address_burst": 20, "site_burst": 20, "workspace_burst": 20, "frames_burst": 20,
    "frames_rate": 2, "address_visitors": 10, "address_signins": 3, "address_conversations": 10,
    "site_conversations": 20, "workspace_conversations": 20, "visitor_conversations": 2, "visitor_files": 2,
    "uploads": 4, "file_size": 64 * 1024, "body_size": 64 * 1024, "waiting_requests": 10,
}  # fmt: skip


def _secret(here: Installation) -> Found:
    fault = weakness(here.config.secret_key.decode())
    if fault:
        return broken(
            f"The secret of this installation can be guessed: {fault}.",
            "Make a new installation with one from `openssl rand -base64 48`; where conversations are kept already they"
            " can't be opened with another secret, so keep it from everybody and ask for help first.",
            "backup",
        )
    if here.config.backup_key and (fault := weakness(here.config.backup_key.decode())):
        return broken(
            f"TROTH_BACKUP_KEY can be guessed: {fault}.",
            "Set it to what `openssl rand -base64 48` prints, make a new backup, and delete the old ones.",
            "backup",
        )
    return ok("The secret is long and random enough.")


def _metrics_token(here: Installation) -> Found:
    token = here.config.metrics_token
    if not token:
        raise CantLook("TROTH_METRICS_TOKEN is not set, so only this machine reads /metrics")
    if len(set(token)) < 8 or weakness(token, least=50.0):
        return warning(
            "TROTH_METRICS_TOKEN can be guessed.", "Set it to what `openssl rand -base64 24` prints.", "metrics"
        )
    return ok("The token of /metrics is long and random enough.")


def _proxies(here: Installation) -> Found:
    trusted = here.config.trusted_proxies
    if not trusted:
        raise CantLook("TROTH_TRUSTED_PROXIES names nobody")
    for network in trusted:
        open_bits = network.max_prefixlen - network.prefixlen
        if network.prefixlen == 0 or (open_bits > WIDEST and not network.is_private and network.version == 4):
            return broken(
                f"TROTH_TRUSTED_PROXIES trusts {network}: whoever comes from there may say to be anybody, and no limit"
                " by address holds.",
                "Name the proxy's own address alone.",
                "behind-a-proxy",
            )
    return ok("Only proxies are trusted to say who comes.")


def _demo(here: Installation) -> Found:
    if here.config.demo and here.for_the_world:
        return broken(
            f"The demo is on at {here.url}: its passwords are written down in the source.",
            "Take TROTH_DEMO away and begin with an empty TROTH_VAR.",
            "settings",
        )
    return ok("The demo is off." if not here.config.demo else "The demo is on, for this machine alone.")


def _debugging(here: Installation) -> Found:
    if here.config.log_level == "debug" or sys.flags.dev_mode:
        what = "TROTH_LOG_LEVEL is debug" if here.config.log_level == "debug" else "Python runs in its development mode"
        return warning(
            f"{what}: the server is slower, and its log fills the disk.", "Take that away in production.", "logs"
        )
    return ok("Nothing is set that is for developers.")


def _door(here: Installation) -> Found:
    if here.config.door == "sansio":
        return warning(
            "TROTH_DOOR is sansio, the slower door for sockets: a socket costs several times as much.",
            "Take TROTH_DOOR away, unless picows can't be installed on this machine.",
            "settings",
        )
    return ok("The fast door for sockets is in use.")


def _limits(here: Installation) -> Found:
    for name, least in LEAST.items():
        given = getattr(here.config.limits, name)
        if given < least:
            return warning(
                f"TROTH_LIMIT_{name.upper()} is {given:g}, so that ordinary people are refused (at least {least}).",
                "Take it away, or set it higher; an office is one address to Troth.",
                "settings",
            )
    return ok("The limits let ordinary people work.")


def weakness(secret: str, least: float = LEAST_BITS) -> str:
    """Why it can be guessed; "" when it can't."""
    low = secret.lower()
    if any(word in low for word in _EXAMPLES):
        return "it has a word in it that stands in examples"
    if (secret + secret).find(secret, 1) < len(secret):
        return "it says the same thing again and again"
    counted = Counter(secret)
    bits = sum(-times * log2(times / len(secret)) for times in counted.values())
    return f"it has only {len(counted)} different characters" if bits < least else ""


CHECKS = (
    Check(
        "secret",
        "neither it (`TROTH_SECRET_KEY`, or `secret` in `TROTH_VAR`) nor `TROTH_BACKUP_KEY` can be guessed",
        _secret,
    ),
    Check("token of /metrics", "neither can `TROTH_METRICS_TOKEN`", _metrics_token),
    Check("trusted proxies", "`TROTH_TRUSTED_PROXIES` names proxies, and not everybody", _proxies),
    Check("demo", "the demo is not open to the world", _demo),
    Check("debugging", "nothing for developers is set", _debugging),
    Check("door", "the fast WebSocket door is in use", _door),
    Check("limits", "no limit is so low that ordinary people meet it", _limits),
)
