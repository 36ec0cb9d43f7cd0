"""An answer becomes the exception a caller can catch by its class."""

import pytest

from troth.client.problems import Unreachable, error_of, error_of_response, passing
from troth.kernel import errors

TYPED = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.TrothError)]


@pytest.mark.parametrize("kind", [kind for kind in TYPED if kind is not errors.TrothError])
def test_every_code_comes_back_as_its_class(kind: type[errors.TrothError]) -> None:
    assert type(error_of(kind.code)) is kind


def test_a_problem_keeps_its_sentence_and_fields() -> None:
    error = error_of_response(422, b'{"code":"invalid","detail":"No.","fields":{"email":"needed"},"title":"x"}')
    assert isinstance(error, errors.Invalid)
    assert (str(error), error.fields) == ("No.", {"email": "needed"})


@pytest.mark.parametrize(
    ("status", "kind"), [(404, errors.NotFound), (502, errors.Busy), (429, errors.TooMany), (401, errors.SignInNeeded)]
)
def test_an_answer_that_is_no_problem_goes_by_its_status(status: int, kind: type[errors.TrothError]) -> None:
    assert type(error_of_response(status, b"<html>nginx</html>")) is kind


def test_a_code_of_a_newer_server_is_kept() -> None:
    assert error_of("banned", "You are banned.").code == "banned"


def test_only_what_may_pass_is_repeated() -> None:
    assert passing(errors.Busy())
    assert passing(errors.TooMany())
    assert passing(Unreachable())
    assert passing(error_of("internal"))
    assert passing(error_of_response(500, b"<html>"))
    assert not passing(error_of_response(418, b"<html>"))
    assert not passing(error_of("banned"))
    assert not passing(errors.Closed())
    assert not passing(errors.Conflict())
