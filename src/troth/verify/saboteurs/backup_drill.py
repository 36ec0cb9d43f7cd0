"""Those of backup-drill."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("backup-drill.restores_and_serves", "files are in no backup")
def without_files(patch: Patch) -> None:
    patch("troth.upkeep.backup.sealed_files.write", lambda store, out: 0)


@saboteur("backup-drill.restores_and_serves", "the last thing that was said is in no backup")
def without_the_last(patch: Patch) -> None:
    import msgspec

    def make(real: Any) -> Any:
        def dump(self: Any, table: str, columns: list[str], section: Any) -> Any:
            if table != "log_event":
                yield from real(self, table, columns, section)
                return
            named = ", ".join(f'"{one}"' for one in columns)
            rows = self._database.execute(f"SELECT {named} FROM log_event").fetchall()[:-1]  # noqa: S608  # its columns
            section.add(msgspec.msgpack.encode(rows), len(rows))
            yield 0

        return dump

    patch.around("troth.upkeep.rows._SQLite.dump", make)


@saboteur("backup-drill.erased_stays_erased", "a backup does not name who was erased")
def names_nobody(patch: Patch) -> None:
    patch("troth.upkeep.backup.erased_subjects", lambda config: [])
    patch("troth.vault.copying_sqlite.KeyringFile.tombstones", lambda self: iter(()))
    patch("troth.vault.copying_sqlite.KeyringFile.destroyed", lambda self: 0)


@saboteur("backup-drill.sealed_and_bounded", "a backup lies open")
def lies_open(patch: Patch) -> None:
    patch("troth.upkeep.container.SealedWriter._seal", lambda self, data, *, last: self._file.write(data))


@saboteur("backup-drill.sealed_and_bounded", "the backup of the rows brings the keys along")
def brings_keys(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def write(store: Any, out: Any) -> int:
            import troth.log
            from troth.upkeep.records import About

            count = int(real(store, out))
            with out.section(About("file", "keys")) as section:
                for key in troth.log.current().keyring._raw.values():
                    section.add(bytes(key))
            return count

        return write

    patch.around("troth.upkeep.backup.sealed_files.write", make)


@saboteur("backup-drill.sealed_and_bounded", "a certificate names no day on which the backups of before end")
def names_no_day(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def raised(*args: Any) -> dict[str, Any]:
            told = real(*args)
            return {**told, "next": {**(told["next"] or {}), "due": None}}

        return raised

    patch.around("troth.privacy.compact.raised", make)
