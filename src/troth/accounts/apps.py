from django.apps import AppConfig


class Accounts(AppConfig):
    name = "troth.accounts"
    label = "accounts"
