from django.apps import AppConfig


class Visitors(AppConfig):
    name = "troth.visitors"
    label = "visitors"

    def ready(self) -> None:
        from troth.accounts import credentials

        from .access import exists

        credentials.visitor_exists = exists
