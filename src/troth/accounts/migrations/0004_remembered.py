"""What the limits of sign-in count, shared by many webs."""

from typing import Any, ClassVar

from django.db import migrations, models


def _forgotten_after_a_crash(_: Any, editor: Any) -> None:
    """A count is not worth a wait for the disk."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE accounts_remembered SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_passes_from")]
    operations: ClassVar = [
        migrations.CreateModel(
            "Remembered",
            [
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(_forgotten_after_a_crash, migrations.RunPython.noop),
    ]
