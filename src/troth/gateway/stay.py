"""That browsers are to stay with TLS: said with every answer of an installation that people reach by https, whoever
makes it, and whatever the proxy says of itself."""

from troth.kernel.config import Config

FOR_A_YEAR = {"Strict-Transport-Security": "max-age=31536000"}


def always(config: Config) -> dict[str, str]:
    """Headers by name."""
    return FOR_A_YEAR if config.secure else {}
