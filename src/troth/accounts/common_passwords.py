"""Passwords that everybody tries first. Few of the known ones are as long as ours must be, so their longer shapes are
refused too: one with a few signs before or after it, or one said again and again."""

import string

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

_TRIMMINGS = string.digits + string.punctuation + " "
_FEW = 6  # signs around a common password; more than that are worth something by themselves


class NotCommon(CommonPasswordValidator):
    """Django's list of 20,000, and what is made of it."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        said = password.lower()
        trimmed = {said, said.rstrip(_TRIMMINGS), said.lstrip(_TRIMMINGS), said.strip(_TRIMMINGS)}
        cores = {_once(one) for one in trimmed if len(said) - len(one) <= _FEW}
        if not cores.isdisjoint(self.passwords):
            raise ValidationError(self.get_error_message(), code="password_too_common")


def _once(text: str) -> str:
    """What is repeated in it, or all of it."""
    return text[: (text + text).find(text, 1)] if text else text
