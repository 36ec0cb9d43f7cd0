from django.apps import AppConfig


class Visitors(AppConfig):
    name = "troth.visitors"
    label = "visitors"
