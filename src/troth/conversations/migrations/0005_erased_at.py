from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_files_arrive"),
    ]

    operations = [
        migrations.AddField("conversation", "erased_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["site", "last_at"], name="conversation_kept", condition=models.Q(erased_at__isnull=True)
            ),
        ),
    ]
