from django.apps import AppConfig


class Project(AppConfig):
    name = "troth.project"
    label = "project"
