from django.apps import AppConfig


class Project(AppConfig):
    name = "troth.project"
    label = "project"

    def ready(self) -> None:
        from django.core.checks import register

        from .datamap.check import declared
        from .purposes import every_door

        register(declared, "privacy")
        register(every_door, "privacy")

        from troth.privacy.notice import source
        from troth.privacy.profile import known

        from . import closing, erasers, exporters
        from .datamap.rooms import the_map
        from .profile_command import known_checks

        known.read_from(known_checks)
        erasers.hand_in_all()
        exporters.hand_in_all()
        closing.hand_in_all()
        source.read_from(the_map)
