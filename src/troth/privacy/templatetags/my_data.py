"""The words of a page of the portal: `{% say "start.title" site=site.name %}`; its places: `{% at "/address" %}`."""

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **params: object) -> str:
    text: str = context["speech"].say(key, **params)
    return text


@register.simple_tag(takes_context=True)
def at(context: Context, path: str = "") -> str:
    place: str = context["here"].at(path)
    return place
