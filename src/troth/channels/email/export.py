"""What the channel of mail gives nobody a second time: transcripts are composed of the conversation itself."""

from troth.datamap.exporting import Excused, Why


def excused() -> tuple[Excused, ...]:
    return (Excused(("mail transcript",), Why.COPY),)
