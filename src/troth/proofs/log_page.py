"""/.well-known/troth-log/<address>: how a workspace's log stands, signed; how it stood before; and what proves that the
one goes on from the other. Public to whoever knows the address: it holds hashes and counts."""

import re
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from troth.kernel.buckets import Buckets

from .checkpoint import newest
from .hashes import proof
from .models import Checkpoint, Tree
from .sign import base64_of

A_MINUTE, FOR_GOOD = "public, max-age=60", "public, max-age=86400, immutable"
LISTED = 1_000
BURST, RATE = 200, 20.0  # proofs that are made at once of one log, and then a second: they read tiles


@require_safe
def now_signed(request: HttpRequest, address: str) -> HttpResponse:
    tree = _tree(address)
    found = Checkpoint.objects.filter(workspace=tree.workspace).order_by("-size").first()
    if found is None:
        signed = newest(tree.workspace)
        if signed is None:
            raise Http404
        found = signed[1]
    return _text(found.note, A_MINUTE)


@require_safe
def earlier(request: HttpRequest, address: str, size: int) -> HttpResponse:
    found = Checkpoint.objects.filter(workspace=_tree(address).workspace, size=size).first()
    if found is None:
        raise Http404
    return _text(found.note, FOR_GOOD)


@require_safe
def all_kept(request: HttpRequest, address: str, below: int = 1 << 62) -> HttpResponse:
    """Size and moment of each, newest first, a thousand at once; of older ones by the smallest size so far."""
    rows = Checkpoint.objects.filter(workspace=_tree(address).workspace, size__lt=below).order_by("-size")
    lines = [f"{size} {at.isoformat(timespec='seconds')}\n" for size, at in rows.values_list("size", "at")[:LISTED]]
    return _text("".join(lines), A_MINUTE)


@require_safe
def goes_on(request: HttpRequest, address: str, size: int, later: int) -> HttpResponse:
    tree = _tree(address)
    if not 0 < size <= later <= tree.size:
        raise Http404
    if not _limit().take(address):
        again = _limit().refusal(address, "Of one log only so many proofs are made at once.").again
        return HttpResponse(status=429, headers={"Retry-After": str(again)})
    return _text("".join(f"{base64_of(one)}\n" for one in proof(tree, size, later)), FOR_GOOD)


@cache
def _limit() -> Buckets[str]:
    return Buckets(BURST, RATE, name="log_proofs")


def _tree(address: str) -> Tree:
    """Raises Http404."""
    tree = Tree.objects.filter(address=address).first() if _ADDRESS.fullmatch(address) else None
    if tree is None:
        raise Http404
    return tree


def _text(text: str, cached: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = cached
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


_ADDRESS = re.compile("[0-9a-f]{32}")
_PLACE = ".well-known/troth-log/<str:address>"

urlpatterns: list[URLPattern] = [
    path(_PLACE, now_signed),
    path(f"{_PLACE}/all", all_kept),
    path(f"{_PLACE}/all/<int:below>", all_kept),
    path(f"{_PLACE}/<int:size>", earlier),
    path(f"{_PLACE}/<int:size>-<int:later>", goes_on),
]
