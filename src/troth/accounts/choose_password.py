"""A password chosen by a mailed code. allauth's own door tells known addresses from unknown ones: it looks at the new
password although the code is wrong, but only where there is somebody to compare it with."""

from typing import Any

from allauth.headless.account.inputs import ResetPasswordInput
from allauth.headless.account.views import ResetPasswordView
from django.urls import URLPattern, path


class _CodeFirst(ResetPasswordInput):  # type: ignore[misc]  # allauth has no types
    def clean(self) -> dict[str, Any]:
        """The password is looked at once the code is right."""
        known: dict[str, Any] = super().clean() if "key" in self.cleaned_data else self.cleaned_data
        return known


class ChoosePassword(ResetPasswordView):  # type: ignore[misc]  # as above
    input_class = _CodeFirst
    http_method_names = ("post", "options")  # asking about a code alone has no answer for an unknown address


urlpatterns: list[URLPattern] = [
    path(f"_allauth/{client}/v1/auth/password/reset", ChoosePassword.as_api_view(client=client))
    for client in ("app", "browser")
]
