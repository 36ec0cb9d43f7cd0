"""2, 4, 5, 6 as `2,4-6`, as checkpoints say it."""

from collections.abc import Iterable


def ranges(seqs: Iterable[int]) -> str:
    """seqs: in order."""
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and runs[-1][-1] == seq - 1:
            runs[-1][1:] = [seq]
        else:
            runs.append([seq])
    return ",".join("-".join(map(str, run)) for run in runs)


def numbers(text: str) -> list[int]:
    runs = [one.split("-") for one in text.split(",") if one]
    return [seq for run in runs for seq in range(int(run[0]), int(run[-1]) + 1)]
