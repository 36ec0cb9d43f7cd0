"""Mail that waits: as if the way out were closed for a while."""

from troth.verify.patch import Patch

_patch = Patch()


def hold() -> None:
    _patch("troth.post.transport.Capture.refused", lambda self: "held by a scenario")


def release() -> None:
    from troth.post.bell import ring

    _patch.undo()
    ring()
