"""Those of signin-cookie."""

import time
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

STORE = "troth.accounts.sessions.SessionStore"


@saboteur("signin-cookie.tells_nothing", "the cookie tells when somebody signed in")
def tells_the_time(patch: Patch) -> None:
    patch(f"{STORE}._get_new_session_key", lambda self: f"{time.time_ns():032d}")


@saboteur("signin-cookie.tells_nothing", "a cookie that is nearly right opens as well")
def nearly_right(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def load(self: Any) -> Any:
            near = self.model.objects.filter(session_key__startswith=(self.session_key or "-")[:-1]).first()
            if near is not None:
                self._session_key = near.session_key
            return real(self)

        return load

    patch.around(f"{STORE}.load", make)


@saboteur("signin-cookie.moves_between_pages", "a sign-in is good for one page")
def good_for_one_page(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def load(self: Any) -> Any:
            found = real(self)
            self.model.objects.filter(session_key=self.session_key).delete()
            return found

        return load

    patch.around(f"{STORE}.load", make)


@saboteur("signin-cookie.signed_out_is_dead", "the server keeps the session of who signed out")
def lives_on(patch: Patch) -> None:
    patch(f"{STORE}.delete", lambda self, session_key=None: None)


@saboteur("signin-cookie.signed_out_is_dead", "the browser keeps the cookie of who signed out")
def stays_in_the_browser(patch: Patch) -> None:
    patch("django.http.response.HttpResponseBase.delete_cookie", lambda *args, **named: None)
