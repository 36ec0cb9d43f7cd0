"""Where a site asks for the age before a chat: who does not say that they are old enough is not heard, and nothing of
them is kept. What they say is an answer of the form like others, and no date of birth."""

from collections.abc import Mapping

from troth.kernel.errors import TrothError

from .form import YES
from .models import Site
from .shapes import Children, Field

FIELD = "of_age"  # no field of an owner's form is called so
_LABELS = {"en": "I am at least {n} years old", "ar": "عمري {n} {years} أو أكثر"}


class AgeNeeded(TrothError):
    code, status, sentence = "age_needed", 403, "This site asks for the age first: send of_age as true in the fields."


def gate(site: Site) -> Field | None:
    """What is to be ticked before a chat; None where nothing is asked."""
    rule = Children.model_validate(site.children)
    if rule.gate == "off":
        return None
    years = "سنوات" if 3 <= rule.min_age <= 10 else "سنة"
    labels = {language: text.format(n=rule.min_age, years=years) for language, text in _LABELS.items()}
    return Field.model_validate({"id": FIELD, "kind": "checkbox", "label": labels, "required": True})


def check_declared(site: Site, values: Mapping[str, str]) -> None:
    """values: of the form, as they were sent. Raises AgeNeeded."""
    if gate(site) is not None and values.get(FIELD, "").strip().lower() not in YES:
        raise AgeNeeded(fields={FIELD: "required"})
