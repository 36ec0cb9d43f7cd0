"""/.well-known/gpc.json: whether this origin does what `Sec-GPC: 1` asks."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from troth.sites.models import Site

SINCE = "2026-11-26"  # when this statement was last changed


@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """True while every site here honours it: the statement is made for the whole origin."""
    honoured = not Site.objects.filter(signals__gpc="ignore").exists()
    return JsonResponse({"gpc": honoured, "lastUpdate": SINCE}, headers={"Cache-Control": "public, max-age=3600"})


urlpatterns: list[URLPattern] = [path(".well-known/gpc.json", gpc)]
