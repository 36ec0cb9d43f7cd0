"""The typed errors every door answers with: a closed set of codes, a sentence, an HTTP status.

A code is public API (documented in docs/protocol.md, translated by the apps); the sentence is for developers and
for people without a catalogue: what happened, what was kept, what to do.
"""

from collections.abc import Mapping


class TrothError(Exception):
    """Something the caller can understand and act on. Never carries personal data."""

    code = "internal"
    status = 500
    sentence = "Something failed on the server. Nothing was kept; try again."

    def __init__(self, sentence: str | None = None, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.fields = dict(fields or {})  # field name -> what is wrong with it


class NotFound(TrothError):
    """Also what another tenant's object answers: it does not exist."""

    code, status, sentence = "not_found", 404, "There is no such thing, or it is not yours."


class SignInNeeded(TrothError):
    code, status, sentence = "sign_in", 401, "Sign in, or send a pass that is still valid."


class PassExpired(TrothError):
    code, status, sentence = "pass_expired", 401, "This pass has expired. Ask for a new one and repeat."


class Forbidden(TrothError):
    """The object is yours to see, the act is not yours to do."""

    code, status, sentence = "forbidden", 403, "Your role does not allow this."


class Invalid(TrothError):
    code, status, sentence = "invalid", 422, "Some of what was sent can't be used. Nothing was kept."


class Gone(TrothError):
    code, status, sentence = "gone", 410, "This was there once, and is not any more."


class ChatEnded(TrothError):
    """Its workspace closes, or was closed."""

    code, status, sentence = "chat_ended", 410, "This company's chat has ended, and takes no new conversations."


class Closed(TrothError):
    code, status, sentence = "closed", 409, "This conversation is closed. Reopen it or start a new one."


class Conflict(TrothError):
    """The same client id came with another body."""

    code, status, sentence = "conflict", 409, "This id was used before for something else. The first one was kept."


class TooLarge(TrothError):
    code, status, sentence = "too_large", 413, "This is larger than the server takes. Nothing was kept."


class SlowBody(TrothError):
    code, status, sentence = "slow_body", 408, "The request's body did not arrive in time. Nothing was kept."


class TooMany(TrothError):
    """A limit. `again`: seconds until it is worth another try, which the sentence ends with."""

    code, status, sentence = "too_many", 429, "That was too fast. Wait a moment and repeat."

    def __init__(self, sentence: str | None = None, *, again: int = 0, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(
            f"{sentence or self.sentence} Try again in {_span(again)}." if again else sentence, fields=fields
        )
        self.again = again


class Unsupported(TrothError):
    code, status, sentence = "unsupported", 415, "Files of this type are not taken."


class NotAllowed(TrothError):
    code, status, sentence = "not_allowed", 405, "This address has no such method. The header Allow names those it has."


class Busy(TrothError):
    code, status, sentence = "busy", 503, "The server is busy. Wait a moment and repeat."


class NewerTables(Exception):
    """One sentence for the operator: a database is of a later version than this program."""


def _span(seconds: int) -> str:
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds > size:
            return f"{-(-seconds // size)} {name}s"
    return "a second" if seconds == 1 else f"{seconds} seconds"
