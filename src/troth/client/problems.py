"""From what a server answers to the exception a caller catches: the classes of `troth.kernel.errors`, by code."""

import msgspec

from troth.kernel import errors
from troth.kernel.errors import TrothError

_BY_CODE: dict[str, type[TrothError]] = {
    kind.code: kind
    for kind in (
        errors.NotFound, errors.SignInNeeded, errors.PassExpired, errors.Forbidden, errors.Invalid, errors.Closed,
        errors.Conflict, errors.Gone, errors.NotAllowed, errors.SlowBody, errors.TooLarge, errors.TooMany,
        errors.Unsupported, errors.Busy, errors.ChatEnded,
    )
}  # fmt: skip
_BY_STATUS = {401: "sign_in", 403: "forbidden", 404: "not_found", 413: "too_large", 415: "unsupported",
              422: "invalid", 429: "too_many", 502: "busy", 503: "busy", 504: "busy"}  # fmt: skip
_PASSING = {"busy", "too_many", "slow_body", "unreachable"}


class Unreachable(TrothError):
    """No answer within the caller's patience. What was being sent may or may not have been kept: repeat it with the
    same client id and it is kept once."""

    code, status, sentence = "unreachable", 503, "The server can't be reached. Repeat with the same client id."


class Outdated(TrothError):
    """The server speaks a newer protocol than this SDK."""

    code, status, sentence = "outdated", 426, "This client is too old for the server. Install the newer version."


class _Foreign(Exception):
    """The answer was in no words of ours."""


class _Problem(msgspec.Struct):
    code: str = ""
    detail: str = ""
    fields: dict[str, str] = {}


def error_of(code: str, sentence: str = "", fields: dict[str, str] | None = None) -> TrothError:
    """The typed error of a code; a code this version does not know stays a plain TrothError that bears it."""
    kind = _BY_CODE.get(code)
    if kind is not None:
        return kind(sentence or None, fields=fields)
    error = TrothError(sentence or None, fields=fields)
    error.code = code or error.code
    return error


def error_of_response(status: int, body: bytes) -> TrothError:
    """The typed error of an HTTP answer: problem+json where it is one, else by its status."""
    try:
        problem = msgspec.json.decode(body, type=_Problem)
    except (msgspec.DecodeError, msgspec.ValidationError):
        problem = _Problem()
    error = error_of(problem.code or _BY_STATUS.get(status, ""), problem.detail, problem.fields)
    error.status = status
    if not problem.code:
        error.__cause__ = _Foreign()
    return error


def foreign(error: TrothError) -> bool:
    """Whether somebody before the server answered: a proxy's page for whoever asks, which says nothing of us."""
    return isinstance(error.__cause__, _Foreign)


def passing(error: Exception) -> bool:
    """Whether the same request may succeed in a moment. What failed on the server for a reason it has no word for may
    do so too; what somebody before the server answered in no words of ours counts by its status."""
    if not isinstance(error, TrothError):
        return False
    return error.code in _PASSING or (error.code == TrothError.code and error.status >= 500)
