from django.apps import AppConfig


class Widget(AppConfig):
    """Here for its template only."""

    name = "troth.channels.widget"
    label = "widget"
