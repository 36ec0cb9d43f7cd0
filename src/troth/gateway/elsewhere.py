"""The visitors who are here at other processes, as those tell it. Memory alone: it goes with whose it is."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from msgspec.structs import replace

from troth.murmur import Begin, End, Gone, Murmur
from troth.murmur import Here as HereWord
from troth.wire.frames import Page, VisitorHere

type Place = tuple[UUID, UUID]  # workspace, visitor
type Changed = Callable[[UUID, list[VisitorHere]], None]


def _nobody_asks(_workspace: UUID, _visitors: list[VisitorHere]) -> None:
    pass


class Elsewhere:
    """changed(workspace, visitors): they came, moved or left somewhere; of who left, as they were last. Read from any
    thread, written on the loop."""

    def __init__(self, murmur: Murmur, changed: Changed = _nobody_asks) -> None:
        self._changed = changed
        self._at: dict[UUID, dict[UUID, dict[UUID, VisitorHere]]] = {}  # process -> workspace -> visitor
        self._unnamed: dict[UUID, set[Place]] = {}  # process -> whom its whole did not name yet
        murmur.listen(HereWord, self._heard)
        murmur.listen(Begin, self._begin)
        murmur.listen(End, self._end)
        murmur.listen(Gone, self._gone)

    def of(self, workspace: UUID, visitor: UUID) -> list[VisitorHere]:
        """A visitor at each of the processes where they are."""
        found = (at.get(workspace, {}).get(visitor) for at in list(self._at.values()))
        return [one for one in found if one is not None]

    def on_sites(self, workspace: UUID) -> list[VisitorHere]:
        """All who are anywhere else, each once."""
        found: dict[UUID, list[VisitorHere]] = {}
        for at in list(self._at.values()):
            for visitor, one in list(at.get(workspace, {}).items()):
                found.setdefault(visitor, []).append(one)
        return [together(ones) for ones in found.values()]

    def forget_pages(self, workspace: UUID, site: UUID) -> None:
        """Perhaps the site's telemetry is off now."""
        for at in self._at.values():
            here = at.get(workspace, {})
            bare = {id_: replace(one, page=None) for id_, one in here.items() if one.site == site and one.page}
            here.update(bare)
            if bare:
                self._changed(workspace, list(bare.values()))

    def _heard(self, sender: UUID, word: HereWord) -> None:
        here = self._at.setdefault(sender, {}).setdefault(word.workspace, {})
        self._unnamed.get(sender, set()).discard((word.workspace, word.visitor))
        if word.gone:
            return self._remove(sender, [(word.workspace, word.visitor)])
        page: Page | None = Page(
            url=word.url, title=word.title, referrer=word.referrer, browser=word.browser, system=word.system
        )
        page = None if page == Page() else page
        one = VisitorHere(visitor=word.visitor, site=word.site, since=word.since, page=page)
        if here.get(word.visitor) != one:
            here[word.visitor] = one
            self._changed(word.workspace, [one])
        return None

    def _begin(self, sender: UUID, _word: Begin) -> None:
        self._unnamed[sender] = set(self._places(sender))

    def _end(self, sender: UUID, _word: End) -> None:
        self._remove(sender, self._unnamed.pop(sender, ()))

    def _gone(self, sender: UUID, _word: Gone) -> None:
        self._unnamed.pop(sender, None)
        self._remove(sender, list(self._places(sender)))

    def _places(self, sender: UUID) -> Iterator[Place]:
        for workspace, here in self._at.get(sender, {}).items():
            for visitor in here:
                yield workspace, visitor

    def _remove(self, sender: UUID, places: Iterable[Place]) -> None:
        at = self._at.get(sender, {})
        left: dict[UUID, list[VisitorHere]] = {}
        for workspace, visitor in places:
            here = at.get(workspace, {})
            if one := here.pop(visitor, None):
                left.setdefault(workspace, []).append(one)
            if not here:
                at.pop(workspace, None)
        if not at:
            self._at.pop(sender, None)
        for workspace, visitors in left.items():
            self._changed(workspace, visitors)


def together(ones: list[VisitorHere]) -> VisitorHere:
    """One visitor with tabs at several processes: here since the first, on the page of the last that has one."""
    first, *_ = ones = sorted(ones, key=lambda one: one.since)
    return replace(first, page=next((one.page for one in reversed(ones) if one.page), None))
