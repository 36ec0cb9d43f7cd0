from django.apps import AppConfig


class EmailChannelConfig(AppConfig):
    name = "troth.channels.email"
    label = "channels_email"

    def ready(self) -> None:
        from troth.datamap.purposes import FOLLOW_UP
        from troth.post.letters import compose_with

        from .letter import compose
        from .transcript import KIND

        compose_with(KIND, compose, FOLLOW_UP)
