"""The sealed files of conversations in a backup: as they lie in their store, whichever it is."""

from troth.filestore import NAME, FileStore, Missing

from .progress import Progress
from .records import PIECE, About, Found, Writer
from .refused import Refused


def write(store: FileStore, out: Writer) -> int:
    """Returns how many. A file that goes meanwhile was an upload that nobody named."""
    count = 0
    progress = Progress("files")
    for name in store.names():
        try:
            box = store.get(name)
        except Missing:
            continue
        with out.section(About("file", name)) as section:
            for start in range(0, len(box), PIECE):
                section.add(box[start : start + PIECE])
        progress.add(len(box))
        count += 1
    progress.end()
    return count


def put(store: FileStore, found: Found) -> None:
    if not NAME.fullmatch(found.about.name):
        raise Refused(f"The backup holds a file of a name that no Troth gives: {found.about.name!r}.")
    store.put(found.about.name, b"".join(found.data()))


def none_there(store: FileStore) -> bool:
    return next(iter(store.names()), None) is None
