"""Dialogues to replay: JSON files, each a list of {"id", "turns": [["USER"|"SYSTEM", text], ...]}."""

from pathlib import Path

import msgspec

OPENER = "Hello"  # what the visitor says first where a dialogue begins with the other side


class Dialogue(msgspec.Struct):
    """One talk. USER is the visitor, whoever else speaks is the agent."""

    id: str
    turns: list[tuple[str, str]]

    def lines(self) -> list[tuple[bool, str]]:
        """(the visitor speaks, text), beginning with the visitor, as a conversation does."""
        lines = [(role == "USER", text) for role, text in self.turns]
        if lines and not lines[0][0]:
            lines.insert(0, (True, OPENER))
        return lines


def read(folder: Path) -> list[Dialogue]:
    """All dialogues of a folder, in the order of its file names. Raises SystemExit with a sentence."""
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        raise SystemExit(f"replay: no dialogue files (*.json) in {folder}")
    found: list[Dialogue] = []
    for file in files:
        try:
            found += msgspec.json.decode(file.read_bytes(), type=list[Dialogue])
        except msgspec.MsgspecError as error:
            raise SystemExit(f"replay: {file.name} is not a list of dialogues: {error}") from None
    return [dialogue for dialogue in found if dialogue.turns]
