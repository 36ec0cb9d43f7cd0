"""The addresses of the portal; project/urls.py includes them at the root."""

from django.urls import URLPattern, path

from . import asks, copies, rights, style, way_in

urlpatterns: list[URLPattern] = [
    path("my-data/style/<str:version>.css", style.style),
    path("my-data/<str:key>", way_in.start),
    path("my-data/<str:key>/colours.css", style.colours),
    path("my-data/<str:key>/address", way_in.address),
    path("my-data/<str:key>/code", way_in.code),
    path("my-data/<str:key>/chat", way_in.chat),
    path("my-data/<str:key>/leave", way_in.leave),
    path("my-data/<str:key>/rights", rights.home),
    path("my-data/<str:key>/withdraw", rights.withdraw),
    *(path(f"my-data/<str:key>/{which}", copies.copy, {"which": which}) for which in copies.KINDS),
    *(path(f"my-data/<str:key>/{which}", asks.ask, {"which": which}) for which in asks.RIGHTS),
]
