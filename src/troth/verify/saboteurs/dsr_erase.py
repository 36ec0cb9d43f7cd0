"""Those of dsr-erase."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _without(patch: Patch, *stores: str) -> None:
    """Erasures that leave these steps out."""
    patch.around(
        "troth.privacy.erasers.erasers.steps", lambda real: [step for step in real if not step.store.startswith(stores)]
    )


@saboteur("dsr-erase.nothing_left", "what was captured as mail is left")
def leaves_mails(patch: Patch) -> None:
    _without(patch, "mails", "rows post.Mail")


@saboteur("dsr-erase.desk_reaches_as_deep", "what was captured as mail is left by the desk")
def desk_leaves_mails(patch: Patch) -> None:
    _without(patch, "mails", "rows post.Mail")


@saboteur("dsr-erase.certificate_lists_stores", "the certificate says nothing of what is out of reach")
def says_less(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def certificate(*args: Any) -> dict[str, Any]:
            return {**real(*args), "out_of_scope": []}

        return certificate

    patch.around("troth.privacy.run.certificate", make)


@saboteur("dsr-erase.queued_mails_stop", "mails that wait are not taken away")
def mails_go_on(patch: Patch) -> None:
    _without(patch, "mails", "rows post.Mail", "keys")
