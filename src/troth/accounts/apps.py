from typing import Any

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "troth.accounts"
    label = "accounts"

    def ready(self) -> None:
        from troth.datamap.purposes import ACCOUNT
        from troth.post.letters import compose_with

        from . import exact_passwords
        from .invitation import KIND, compose

        compose_with(KIND, compose, ACCOUNT)
        exact_passwords.keep()

        from allauth.account.signals import password_changed, password_reset, password_set
        from django.contrib.auth.signals import user_logged_out

        for signal in (user_logged_out, password_changed, password_reset, password_set):
            signal.connect(_signed_out, dispatch_uid="troth.accounts.signed_out")


def _signed_out(user: Any = None, **_: Any) -> None:
    from .sign_out import sign_out

    if user is not None:
        sign_out(user.pk)
