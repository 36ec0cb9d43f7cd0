"""Those of payment-minimal."""

from dataclasses import replace
from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


def _unmasked(text: str) -> tuple[str, int]:
    return text, 0


@saboteur("payment-minimal.card_masked", "what is said is kept as it was typed")
def said_as_typed(patch: Patch) -> None:
    patch("troth.conversations.say.mask_cards", _unmasked)


@saboteur("payment-minimal.card_masked", "the form is kept as it was filled")
def form_as_filled(patch: Patch) -> None:
    patch("troth.conversations.open_.mask_cards", _unmasked)


@saboteur("payment-minimal.card_masked", "notes are kept as they were typed")
def note_as_typed(patch: Patch) -> None:
    patch("troth.conversations.note.mask_cards", _unmasked)


@saboteur("payment-minimal.card_masked", "the words of a rating are kept as they were typed")
def rating_as_typed(patch: Patch) -> None:
    patch("troth.conversations.rate.mask_cards", _unmasked)


@saboteur("payment-minimal.no_card_column", "a table has a column for cards")
def column_for_cards(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def found() -> list[Any]:
            return [
                replace(one, leaves=frozenset({*(one.leaves or ()), "card_number"}))
                if one.name == "contacts.Contact" else one
                for one in real()
            ]  # fmt: skip

        return found

    patch.around("troth.project.datamap.found.found", make)
