"""Those of offboarding."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _without(patch: Patch, *stores: str) -> None:
    """Closings that leave these steps out."""
    patch.around(
        "troth.privacy.closing.endings.endings.steps",
        lambda real: [step for step in real if not step.store.startswith(stores)],
    )


@saboteur("offboarding.nothing_left", "mails that were sent stay where they are")
def leaves_mails(patch: Patch) -> None:
    _without(patch, "rows post.Mail")


@saboteur("offboarding.nothing_left", "keys are not destroyed")
def leaves_keys(patch: Patch) -> None:
    patch("troth.vault.keyring.Keyring.destroy", lambda self, keys: None)


def _told(patch: Patch, change: Any) -> None:
    patch.around("troth.privacy.closing.run.certificate", lambda real: lambda *args: change(real(*args)))


@saboteur("offboarding.certificate", "the certificate lists no stores")
def lists_nothing(patch: Patch) -> None:
    _told(patch, lambda told: {**told, "steps": []})


@saboteur("offboarding.certificate", "the certificate names who owned it")
def names_the_owner(patch: Patch) -> None:
    _told(patch, lambda told: {**told, "asked_by": "Olga Reyes"})


@saboteur("offboarding.certificate", "the certificate names no day on which the backups of before end")
def names_no_day(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def raised(*args: Any) -> dict[str, Any]:
            told = real(*args)
            return {**told, "next": {**(told["next"] or {}), "due": None}}

        return raised

    patch.around("troth.privacy.compact.raised", make)
