"""Looking at the register."""

from uuid import UUID

from troth.kernel.errors import NotFound

from .models import Processor


def processors() -> list[Processor]:
    """All, also those that ended; the oldest first."""
    return list(Processor.objects.order_by("id"))


def processor(id: UUID) -> Processor:
    """Raises NotFound."""
    row = Processor.objects.filter(id=id).first()
    if row is None:
        raise NotFound
    return row
