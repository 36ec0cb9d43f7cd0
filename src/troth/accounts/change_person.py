"""A person changes what they are called and the language they are written to in."""

from django.db import transaction

from troth.kernel.errors import Invalid, SignInNeeded

from .asker import PersonAsker
from .models import Member, Person


def change_person(asker: PersonAsker, *, name: str | None = None, language: str | None = None) -> Person:
    """Change what is given. A new name is their colleagues' word for them in all their workspaces; what visitors see
    stays. Raises Invalid, or SignInNeeded when the login is gone."""
    person = Person.objects.filter(id=asker.person_id, is_active=True).first()
    if person is None:
        raise SignInNeeded
    if name is not None and not name.strip():
        raise Invalid(fields={"name": "Write a name."})
    with transaction.atomic():
        if name is not None:
            person.name = name.strip()
            Member.objects.filter(person=person).update(name=person.name)
        if language is not None:
            person.language = language
        person.save(update_fields=["name", "language"])
    return person
