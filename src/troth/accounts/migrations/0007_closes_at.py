"""A workspace may be about to close."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0006_left_at")]
    operations: ClassVar = [
        migrations.AddField("workspace", "closes_at", models.DateTimeField(blank=True, null=True)),
    ]
