"""Those of signup-consent."""

import logging
from typing import Any

from troth.verify import scripts
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("signup-consent.abandoned_form_leaves_nothing", "what is typed is told before it is sent, and logged")
def tells_what_is_typed(patch: Patch) -> None:
    def logs(real: Any) -> Any:
        def write(self: Any, scope: Any, *rest: Any) -> None:
            logging.getLogger("troth").warning("asked for: %s", scope.get("query_string", b"").decode())
            real(self, scope, *rest)

        return write

    scripts.panel(patch, "addEventListener('input', event => fetch('/chat/nothing?' + event.target.value), true)")
    patch.around("troth.project.requests.Requests._write", logs)


@saboteur("signup-consent.use_is_no_consent", "whoever writes is said to have agreed")
def writing_is_agreeing(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def opened(*args: Any) -> Any:
            from troth.privacy.consent import answered, text_shown
            from troth.sites.consent import fingerprint, shown

            row, fresh = real(*args)
            answered(row.visitor, text_shown(row.site, "en", fingerprint(shown(row.site, "en"))), "given")
            return row, fresh

        return opened

    patch.around("troth.conversations.api.open_", make)


@saboteur("signup-consent.use_is_no_consent", "who refuses and goes on is said to have agreed")
def refusing_is_agreeing(patch: Patch) -> None:
    patch.around(
        "troth.privacy.consent._record",
        lambda real: (
            lambda visitor, language, version, sha256, state: real(visitor, language, version, sha256, "given")
        ),
    )


@saboteur("signup-consent.use_is_no_consent", "what was shown is not kept")
def forgets_what_was_shown(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def text_shown(*args: Any) -> Any:
            found = real(*args)
            found.text = "Something else"
            found.save(update_fields=["text"])
            return found

        return text_shown

    for place in ("troth.privacy.consent", "troth.privacy.consent_api"):
        patch.around(f"{place}.text_shown", make)
