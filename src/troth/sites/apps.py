from django.apps import AppConfig


class Sites(AppConfig):
    name = "troth.sites"
    label = "sites"
