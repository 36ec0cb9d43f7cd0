"""How many uploads may come, and how many bytes: of a visitor, an address, a site, a workspace, of all. On the loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from troth.accounts.asker import Asker, VisitorAsker
from troth.kernel.buckets import Counted, Hourly, refused
from troth.kernel.errors import Busy, TooMany
from troth.kernel.limits import Limits

from .doors import Upload

DAY = 86_400.0  # s
AGENTS_MORE = 10  # times a visitor's uploads at once
_AGAIN = 10  # s: an upload ends when it ends


class Allowance:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.open: Counter[UUID | str] = Counter()  # by who sends, by address, by workspace
        self._all = 0
        files, room = limits.visitor_files, "may send {:,} bytes {}; this file was not kept.".format
        self._files = Hourly[UUID](
            files, f"One visitor may send {files} files an hour; this one was not kept.", "visitor_files"
        )
        self.of_address = Hourly[str](
            limits.address_bytes,
            f"Visitors of one network address {room(limits.address_bytes, 'an hour')}",
            "address_bytes",
        )
        self.of_site = Counted[UUID](
            limits.site_bytes,
            DAY,
            f"All visitors of this site together {room(limits.site_bytes, 'a day')}",
            "site_bytes",
        )
        self.of_workspace = Counted[UUID](
            limits.workspace_bytes,
            DAY,
            f"Everybody in this workspace together {room(limits.workspace_bytes, 'a day')}",
            "workspace_bytes",
        )

    @contextmanager
    def one(self, asker: Asker, place: str) -> Iterator[Taken]:
        """While an upload is on its way. Raises Busy, TooMany."""
        visitor = asker.visitor_id if isinstance(asker, VisitorAsker) else None
        who = asker.visitor_id if isinstance(asker, VisitorAsker) else asker.person_id
        limits = self.limits
        if self._all >= limits.uploads:
            refused["uploads"] += 1
            raise Busy
        most = limits.visitor_open_uploads * (1 if visitor else AGENTS_MORE)
        if self.open[who] >= most:
            refused["visitor_open_uploads"] += 1
            raise TooMany(f"One {'visitor' if visitor else 'agent'} may send {most} files at once.", again=_AGAIN)
        if self.open[place] >= limits.address_uploads:
            refused["address_uploads"] += 1
            raise TooMany(f"One network address may send {limits.address_uploads} files at once.", again=_AGAIN)
        if visitor:
            self._files.count(visitor)
        taken = Taken(self, place if visitor else None)
        self._all += 1
        taken.hold(who)
        taken.hold(place)
        try:
            yield taken
        finally:
            self._all -= 1
            taken.free()


class Taken:
    """What one upload holds of the allowance."""

    def __init__(self, of: Allowance, place: str | None) -> None:
        self._of, self._place = of, place  # an agent's bytes count for the workspace alone
        self._held: list[UUID | str] = []
        self._upload: Upload | None = None

    def goes_to(self, upload: Upload) -> None:
        """Where it goes is known now. Raises TooMany."""
        most = self._of.limits.workspace_uploads
        if self._of.open[upload.workspace] >= most:
            refused["workspace_uploads"] += 1
            raise TooMany(f"Everybody in this workspace together may send {most} files at once.", again=_AGAIN)
        self.hold(upload.workspace)
        self._upload = upload

    def bytes(self, size: int) -> None:
        """So many more have come. Raises TooMany."""
        assert self._upload is not None
        if self._place is not None:
            self._of.of_address.count(self._place, size)
            self._of.of_site.count(self._upload.site, size)
        self._of.of_workspace.count(self._upload.workspace, size)

    def hold(self, key: UUID | str) -> None:
        self._of.open[key] += 1
        self._held.append(key)

    def free(self) -> None:
        for key in self._held:
            self._of.open[key] -= 1
            if not self._of.open[key]:
                del self._of.open[key]
