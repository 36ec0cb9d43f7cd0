from django.apps import AppConfig


class Search(AppConfig):
    name = "troth.search"
    label = "search"
