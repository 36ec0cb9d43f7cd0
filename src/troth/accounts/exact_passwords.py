"""A password is what was typed. allauth's doors read it as a line of text, without the blanks around it."""

from allauth.headless.account.inputs import (
    ChangePasswordInput,
    LoginInput,
    ReauthenticateInput,
    ResetPasswordInput,
)

_FIELDS = (
    (LoginInput, "password"),
    (ReauthenticateInput, "password"),
    (ResetPasswordInput, "password"),
    (ChangePasswordInput, "current_password"),
    (ChangePasswordInput, "new_password"),
)


def keep() -> None:
    """Once, before the first request: forms copy these fields."""
    for form, name in _FIELDS:
        form.base_fields[name].strip = False
