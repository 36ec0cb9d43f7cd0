from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "troth.conversations"
    default_auto_field = "django.db.models.BigAutoField"
