"""Where the sealed bytes of files lie: a folder, or an S3-compatible store. One contract, one file for each.

    store = open_store(config.files)
    store.put("3f/018f...3f", box)     # durable when it returns
    store.get("3f/018f...3f")

Knows no row and no event: a name and a sealed box are all it sees, so what it keeps tells nothing about anybody.
"""

from functools import cache

from troth.kernel.config import FilesAt

from .contract import NAME, Failure, FileStore, Missing, Passing, Permanent
from .folder import Folder

__all__ = ["NAME", "Failure", "FileStore", "Folder", "Missing", "Passing", "Permanent", "open_store"]


@cache
def open_store(at: FilesAt) -> FileStore:
    """The one store of this process there. Nothing is asked of it yet."""
    if at.kind == "folder":
        return Folder(at.folder)
    from .s3 import S3  # its library is loaded where it is used only

    return S3(at)
