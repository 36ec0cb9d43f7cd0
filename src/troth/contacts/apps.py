from django.apps import AppConfig


class Contacts(AppConfig):
    name = "troth.contacts"
    label = "contacts"
