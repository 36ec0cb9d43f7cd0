"""What a site's settings are taken in by."""

from ninja import Schema
from pydantic import ConfigDict


class Strict(Schema):
    """A misspelt setting is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")
