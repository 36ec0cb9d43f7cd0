"""Why something is kept, and who is given it, in a language: in the words of privacy notices, and of packages where
those have none, being for visitors alone."""

from collections.abc import Iterator

from troth.datamap import Recipient, Source
from troth.datamap.exporting import Record

from ..notice.content import Company
from ..notice.speech import Speech
from .why import Field, Kept, Purpose, Reason
from .words import WORDS


class Said:
    """language: one there are words for. company: whose package it is."""

    def __init__(self, language: str, company: str) -> None:
        self._own, self._speech, self._company = WORDS[language], Speech(language), company
        self._comma = "، " if language == "ar" else ", "
        self.lacking = self._speech.lacking  # keys without words
        self.companies = self._say("with.companies")
        self.no_companies = self._say("with.none")

    def reason(self, one: Reason) -> Iterator[tuple[str, str]]:
        """Keys of the words of a package, each with what is to be said; lines where there is more."""
        yield "what_for", "\n".join(map(self._purpose, one.purposes))
        yield "how_long", "\n".join(map(self._kept, one.kept))
        if one.given_to:
            names = [Recipient(recipient).name for recipient in one.given_to]
            yield "given_to", "\n".join(self._say(f"recipient.{name}", company=self._company) for name in names)
        yield "came_from", "\n".join(self._source(Source(source), one.fields) for source in one.sources)

    def company(self, one: Company) -> Record:
        return {
            "name": one.name, "function": one.function, "mechanism": one.mechanism, "policy": one.policy,
            "country": self._speech.country(one.country) or one.country,
        }  # fmt: skip

    def _purpose(self, one: Purpose) -> str:
        basis = self._say(f"basis.{one.basis.partition(':')[2]}")
        sentence = one.why if self._speech.language == "en" else self._say(f"purpose.{one.name}.why")
        return f"{sentence} {basis}."

    def _kept(self, one: Kept) -> str:
        return self._own["long_here" if one.sites else "long"].format(
            what=self._say(f"kept.{one.what}"), time=self._speech.time(one.seconds),
            after=self._say(f"after.{one.after}"), sites=self._comma.join(one.sites),
        )  # fmt: skip

    def _source(self, source: Source, fields: list[Field]) -> str:
        """What came from there, each kind once."""
        kinds = dict.fromkeys(one.category.partition(":")[2] for one in fields if one.source == source.value)
        said = (self._category(source, kind) for kind in kinds)
        return f"{self._say(f'source.{source.name}')}: {self._comma.join(said)}"

    def _category(self, source: Source, kind: str) -> str:
        special = f"category.{source.name}.{kind}"
        return self._say(special if self._speech.has(special) else f"category.{kind}")

    def _say(self, key: str, **params: str) -> str:
        return self._own.get(key) or self._speech.plain(key, **params)
