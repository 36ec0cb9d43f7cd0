from typing import Any

from django.db import migrations

from troth.search.schema import TABLES, statements


def make(apps: Any, schema_editor: Any) -> None:
    """On SQLite the index is a file of its own."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements():
            schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunPython(make, drop)]
