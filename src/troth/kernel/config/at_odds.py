"""What no two settings may say together. Each row is looked at once all of them are read."""

from collections.abc import Callable

from .declared import Config
from .setting import ConfigError

# when it is so, the sentence; it begins with the setting that is most likely the wrong one
AT_ODDS: tuple[tuple[Callable[[Config], bool], str], ...] = (
    (
        lambda config: config.demo and config.secure and not config.local,
        "TROTH_DEMO is for trying Troth out, and TROTH_BASE_URL is a public address: the passwords of the demo are"
        " written down, so set only one of them.",
    ),
    (
        lambda config: config.smtp is not None and bool(config.smtp.password) and not config.smtp.user,
        "TROTH_SMTP_URL has a password and no user; it is like smtp://user:password@host:587.",
    ),
    (
        lambda config: config.limits.body_size > config.limits.bodies_size,
        "TROTH_LIMIT_BODY_SIZE is above TROTH_LIMIT_BODIES_SIZE, so no request could ever be as large.",
    ),
    (
        lambda config: config.limits.file_size > config.limits.address_bytes,
        "TROTH_LIMIT_FILE_SIZE is above TROTH_LIMIT_ADDRESS_BYTES, so no visitor could ever send a file as large.",
    ),
)


def check(config: Config) -> None:
    """Raises ConfigError with the first sentence that holds."""
    for at_odds, sentence in AT_ODDS:
        if at_odds(config):
            raise ConfigError(sentence)
