from django.apps import AppConfig


class Proofs(AppConfig):
    name = "troth.proofs"
    label = "proofs"
