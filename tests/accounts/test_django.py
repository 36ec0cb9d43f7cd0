"""What Django itself can say about us."""

from django.core.checks import run_checks
from django.core.management import call_command

from troth.log import Log


def test_the_migrations_make_the_models(log: Log) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_system_checks_are_silent(log: Log) -> None:
    assert run_checks() == []
