from django.apps import AppConfig


class Accounts(AppConfig):
    name = "troth.accounts"
    label = "accounts"

    def ready(self) -> None:
        from troth.post.letters import compose_with

        from .invitation import KIND, compose

        compose_with(KIND, compose)
