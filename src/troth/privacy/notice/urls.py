"""The addresses of notices; project/urls.py includes them at the root."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from . import pages
from .rows import NoticePage

_P = NoticePage.Page


class Number(IntConverter):
    regex = "[1-9][0-9]{0,8}"


class Page(StringConverter):
    regex = "notice|cookies"


register_converter(Number, "number")
register_converter(Page, "notice_page")

_AT = "privacy/<str:key>"
_OF = f"{_AT}/versions/<number:number>"

urlpatterns: list[URLPattern] = [
    path(_AT, pages.notice, {"page": _P.NOTICE.value}),
    path(f"{_AT}/cookies", pages.notice, {"page": _P.COOKIES.value}),
    path(f"{_AT}/cookies.json", pages.cookies_json),
    path(f"{_AT}/notice.pdf", pages.paper),
    path(f"{_AT}/versions", pages.all_versions),
    path(_OF, pages.notice, {"page": _P.NOTICE.value}),
    path(f"{_OF}/cookies", pages.notice, {"page": _P.COOKIES.value}),
    path(f"{_OF}/notice.pdf", pages.paper),
    path(f"{_OF}/<str:language>/<notice_page:page>.html", pages.raw),
    path(".well-known/privacy/<str:key>.json", pages.as_data, {"kind": "json"}),
    path(".well-known/privacy/<str:key>.jsonld", pages.as_data, {"kind": "jsonld"}),
]
