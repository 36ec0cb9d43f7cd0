"""A ticket is its asker's."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0002_unnamed_files")]
    operations: ClassVar = [
        migrations.AddField("fileticket", "of_visitor", models.UUIDField(null=True)),
        migrations.AddField("fileticket", "of_person", models.UUIDField(null=True)),
    ]
