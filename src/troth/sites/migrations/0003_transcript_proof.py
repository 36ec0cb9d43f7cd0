from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0002_consent_and_signals"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="transcript_proof",
            field=models.CharField(
                choices=[("file", "file"), ("checkpoint", "checkpoint")], default="file", max_length=10
            ),
        ),
    ]
