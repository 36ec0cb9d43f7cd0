"""What must be there before anything is served: Django, tables, and on request the demo."""

import os

from troth.kernel import config as kernel_config
from troth.kernel.config import Config


def django_ready(config: Config) -> None:
    """Put the settings in force and set Django up. Once a process."""
    kernel_config.use(config)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.project.settings")
    import django

    django.setup()


def migrate(config: Config) -> None:
    """Make or update all tables: all of them or none, so that a start killed in the middle can be repeated. Quick when
    there is nothing to do."""
    django_ready(config)
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from troth import log

    log.migrate(config)
    plan = MigrationExecutor(connection)
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        connection.disable_constraint_checking()  # SQLite's schema editor wants it off, and can't do so inside
        with transaction.atomic():
            call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def demo(config: Config) -> None:
    """Make the demo workspaces, sites and people, and say where everything is."""
    from troth import log
    from troth.conversations import rights
    from troth.project.demo import seed
    from troth.project.transactions import DjangoTransactions

    opened = log.open_log(config, rights, DjangoTransactions())
    try:
        seed(config)
    finally:
        opened.close()
