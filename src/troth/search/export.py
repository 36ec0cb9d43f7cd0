"""What nobody is given of the index: its words are those of the conversations, which are given whole."""

from troth.datamap.exporting import Excused, Why


def excused() -> tuple[Excused, ...]:
    return (Excused(("table search_passage", "files search"), Why.COPY),)
