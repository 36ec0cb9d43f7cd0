"""The widget's addresses; project/urls.py includes them at the root."""

from django.urls import URLPattern, path

from . import pages

urlpatterns: list[URLPattern] = [
    path("w/assets/<str:name>", pages.asset),
    path("w/<str:key>.js", pages.loader),
    path("w/<str:key>/panel", pages.panel),
    path("chat/<str:key>", pages.hosted),
]
