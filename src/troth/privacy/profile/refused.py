"""A profile that can't be taken, with everything that is wrong with it."""

from collections.abc import Iterable

from troth.kernel.errors import Invalid

from .shape import Finding

MOST_FIELDS = 40  # of an answer; the sentence says how many there are


class ProfileRefused(Invalid):
    """findings: all of them. fields: by key, else by promise, what is wrong there."""

    code, status, sentence = "profile_refused", 422, "This profile can't be taken. Nothing was changed."

    def __init__(self, findings: Iterable[Finding], *, origin: str = "") -> None:
        self.findings = tuple(findings)
        fields: dict[str, str] = {}
        for one in self.findings:
            where = one.key or one.promise or "profile"
            if where in fields or len(fields) < MOST_FIELDS:
                fields[where] = f"{fields[where]} {line(one)}" if where in fields else line(one)
        many = f"{len(self.findings)} things are" if len(self.findings) > 1 else "Something is"
        super().__init__(f"{many} wrong with the profile{origin and ' ' + origin}. Nothing was changed.", fields=fields)


def line(one: Finding) -> str:
    """The sentence, with the promise where one is concerned."""
    return f"{one.sentence} (Promise {one.promise}.)" if one.promise else one.sentence
