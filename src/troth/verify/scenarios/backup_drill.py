"""Backups: they bring back what was said, and nobody who was erased."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.checks import Unplayable
from troth.verify.inside import backups, keys, rights
from troth.verify.scenario import scenario
from troth.verify.talks import same, shown
from troth.verify.world import Visitor, World

RAW = 3  # the level of a certificate
WHOLE = " 0 altered."  # what a restore says when no event is missing and every box opens


@scenario("backup-drill", needs=("store", "inside"), parameters=("retention.backups",))
def play(world: World) -> None:
    """The newest backup serves all that was said, an older one nobody who was erased since, and each ends in time."""
    gone, stays = Somebody(world), Somebody(world)
    world.settled()
    with tempfile.TemporaryDirectory(prefix="troth-backups-") as name:
        before = Backup(world, Path(name) / "monday")
        raw = world.inside(keys.bytes_of, stream=str(gone.talk))
        certificate = world.inside(rights.erase, workspace=world.workspace["id"], subject=f"visitor:{gone.visitor.id}")
        newest = Backup(world, Path(name) / "friday")
        sealed_and_bounded(world, before, gone, raw, certificate["id"])
        with (
            world.check("restores_and_serves", level=4),
            world.another_server(lambda settings: newest.restore(settings, newest), same=True) as there,
        ):
            same(shown(world, stays.talk), shown(there, stays.talk))
            assert WHOLE in newest.told, f"not every stream is whole: {newest.told}"
            events = [world.store.events(talk) for talk in (stays.talk, gone.talk)]
            assert events == [there.store.events(talk) for talk in (stays.talk, gone.talk)], "a stream is not whole"
        with (
            world.check("erased_stays_erased", level=4),
            world.another_server(lambda settings: before.restore(settings, newest), same=True) as there,
        ):
            kinds = {one["kind"] for one in events_of(there, gone.talk) if one["body"] is not None}
            assert kinds == {"erased"}, f"of who was erased there is {', '.join(sorted(kinds))} again"
            there.inside(rights.compact)
            held = there.store.bytes_hold(*gone.planted, stays.language)
            assert held.get(stays.language), "nothing of anybody was found, so that nothing could be told"
            left = [what for word, what in gone.planted.items() if held.get(word)]
            assert not left, f"of who was erased there is again: {', '.join(left)}"
            same(shown(world, stays.talk), shown(there, stays.talk))


def sealed_and_bounded(world: World, backup: "Backup", who: "Somebody", raw: list[str], erasure: str) -> None:
    """raw: keys of their talk, in hex. erasure: the id of the certificate."""
    if not raw:
        raise Unplayable("the server has no key of the talk in hand, so that nothing can be looked for")
    days = int((world.values.get("retention.backups") or {"days": 30})["days"])
    with world.check("sealed_and_bounded", level=3):
        lies = b"".join(path.read_bytes() for path in backup.files)
        assert not [word for word in who.planted if word.encode() in lies], "the backup can be read as it lies there"
        assert not [key for key in raw if bytes.fromhex(key) in lies], "keys lie open in the backup"
        words = list(who.planted)
        main = world.inside(backups.hold, path=str(backup.main), kind="main", words=words, keys=raw)
        assert who.language in main, "the look into the backup finds nothing, so that nothing could be told"
        assert not set(raw) & set(main), "the backup of the rows brings the keys along"
        sealed = [who.planted[word] for word in main if word in who.planted and word != who.language]
        assert not sealed, f"without the keys the backup tells {', '.join(sealed)}"
        alone = world.inside(backups.hold, path=str(backup.keys), kind="keys", words=words, keys=[])
        assert not alone, f"the backup of the keys tells {', '.join(who.planted[word] for word in alone)}"
        said = world.inside(backups.kept_for, days=days)
        try:
            world.until(lambda: compacted(world, erasure), "the certificate does not rise")
        finally:
            world.inside(backups.kept_for, days=said)
        told: dict[str, Any] = world.store.rows("privacy.Erasure", id=erasure)[0]["certificate"]
        due = (told.get("next") or {}).get("due")
        assert due, "the certificate names no day by which the last backup of before has ended"
        after = datetime.fromisoformat(due) - datetime.fromisoformat(told["done"])
        assert after == timedelta(days=days), f"backups are kept {days} days, the certificate says {after.days}"


def compacted(world: World, erasure: str) -> bool:
    """Whether no byte is left that deleting leaves; where somebody reads just then, it is for later."""
    world.inside(rights.compact)
    rows = world.store.rows("privacy.Erasure", id=erasure)
    return int(rows[0]["certificate"]["level"]) >= RAW


class Backup:
    """Made now, the keys in a folder of their own. told: what restoring it said."""

    def __init__(self, world: World, folder: Path) -> None:
        beside = folder.with_name(f"{folder.name}-keys")
        world.inside(backups.make, folder=str(folder), keys=str(beside))
        assert world.ground.var is not None
        self.told = ""
        self.main, self.keys, self.stones = folder / "main.troth", beside / "keys.troth", folder / "tombstones.troth"
        self.files = (self.main, self.keys, self.stones)
        self._folder, self._secret = folder, world.ground.var / "secret"

    def restore(self, settings: Mapping[str, str], newest: "Backup") -> None:
        """Into the empty place of these settings, with the secret, which is in no backup. newest: of its tombstones."""
        shutil.copy(self._secret, Path(settings["TROTH_VAR"]) / "secret")
        words = ["restore", self._folder, "--keys", self.keys, "--tombstones", newest.stones]
        ran = subprocess.run(
            [sys.executable, "-m", "troth", *map(str, words)], env=dict(settings), capture_output=True, text=True,
            check=False, cwd=settings["TROTH_VAR"],
        )  # fmt: skip
        self.told = ran.stdout
        assert ran.returncode == 0, f"the backup can't be restored: {(ran.stderr.splitlines() or [''])[-1]}"


class Somebody:
    """A visitor who leaves words. `planted`: word -> what. `language`: a word that lies in clear, in a row."""

    def __init__(self, world: World) -> None:
        self.language = f"x{new_id().hex[-12:]}"
        self.planted = {self.language: "language"}
        mark = self._plant
        self.visitor: Visitor = world.visitor()
        fields = {"name": mark(world, "name"), "email": f"{mark(world, 'address')}@home.example"}
        talk = self.visitor.sdk.open(mark(world, "first words"), fields=fields, language=self.language)
        self.talk = talk.id
        content = f"{mark(world, 'content of a file')}\n".encode()
        file = self.visitor.sdk.upload(talk.id, f"{mark(world, 'name of a file')}.txt", content, "text/plain")
        talk.say(mark(world, "words"), files=[file.id])
        agent = world.agent().talk(talk.id)
        agent.join()
        agent.say(mark(world, "answer"))

    def _plant(self, world: World, what: str) -> str:
        word = world.plant()
        self.planted[word] = what
        return word


def events_of(world: World, talk: object) -> list[dict[str, Any]]:
    answer = world.api("owner").must("GET", f"/conversations/{talk}/events?limit=200")
    return list(answer["items"])
