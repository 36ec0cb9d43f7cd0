"""/.well-known/troth-transcripts: the key by which anybody verifies a transcript, and how it is done; and the verifier,
for whoever has no Troth."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from troth.kernel import config

from . import verify
from .sign import verifier_key

_PLACE = ".well-known/troth-transcripts"
_HOW = """
The line above is the key of this installation. Keep this page as a file, KEY, when you first come here: a forger would
give you a key of their own. A transcript is checked by

    troth verify-transcript FILE --key KEY [--against EARLIER]
    python verify.py FILE --key KEY [--against EARLIER]

verify.py needs Python and the package cryptography alone: {address}/verify.py
EARLIER is a transcript that you got before, of the same conversation or of another one of the same company: if what was
in it is not what FILE has, the record was replaced.
"""


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    how = _HOW.format(address=f"{config.current().base_url.rstrip('/')}/{_PLACE}")
    answer = HttpResponse(f"{verifier_key()}\n{how}", content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(_source(), content_type="text/x-python; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@cache
def _source() -> bytes:
    return Path(verify.__file__).read_bytes()


urlpatterns: list[URLPattern] = [path(_PLACE, key), path(f"{_PLACE}/verify.py", verifier)]
