"""Somebody may answer for what is kept of people without reading a talk."""

from typing import ClassVar

from django.db import migrations, models

_ROLES: list[tuple[str, str]] = [(role, role) for role in ("owner", "admin", "agent", "officer")]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_remembered")]
    operations: ClassVar = [
        migrations.AlterField("member", "role", models.CharField(choices=_ROLES, default="agent", max_length=10)),
    ]
