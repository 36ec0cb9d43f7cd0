"""What the widget keeps lies with the person already."""

from troth.datamap.exporting import Excused, Why


def excused() -> tuple[Excused, ...]:
    return (Excused(("browser storage host page", "browser storage panel", "browser storage way"), Why.DEVICE),)
