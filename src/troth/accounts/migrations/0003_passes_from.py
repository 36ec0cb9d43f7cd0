"""A sign-out is remembered by the row, not by the process."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_portrait")]
    operations: ClassVar = [
        migrations.AddField("person", "passes_from", models.DateTimeField(blank=True, null=True)),
    ]
