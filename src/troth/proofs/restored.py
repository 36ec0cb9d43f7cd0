"""After a backup took the place of what was: each log says so, in an entry and in every checkpoint from then on.

What was signed after the backup was made is not in it. A log that went on as if nothing had been would contradict
checkpoints that people hold, as one that was forged does."""

from itertools import batched

from django.db import transaction

from .growing import Growing
from .models import Tree
from .verify import digest

LEAF = b"\x00troth restored\n"
_AT_ONCE = 200  # logs


def note_restored() -> None:
    """Of every log; before anything else is written to them."""
    for some in batched(list(Tree.objects.values_list("workspace", flat=True)), _AT_ONCE):
        with transaction.atomic():
            growing = Growing(some)
            for workspace in some:
                place = growing.add(workspace, digest(LEAF))
                tree = Tree.objects.get(workspace=workspace)
                tree.restored = ",".join(filter(None, (tree.restored, str(place))))
                tree.save(update_fields=["restored"])
            growing.keep()
