"""What the gateway of this process has done, in plain numbers: the hot path adds one and goes on."""

from collections import Counter


class Counts:
    """closed: by the close code we sent. refused: error frames, by their code. Bytes are of files."""

    __slots__ = ("closed", "downloaded", "frames_in", "frames_out", "opened", "refused", "uploaded")

    def __init__(self) -> None:
        self.frames_in = self.frames_out = self.opened = self.uploaded = self.downloaded = 0
        self.closed: Counter[int] = Counter()
        self.refused: Counter[str] = Counter()


counts = Counts()
