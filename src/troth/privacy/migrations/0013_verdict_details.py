from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0012_attestation")]

    operations = [
        migrations.AddField(
            model_name="controller",
            name="verdict_details",
            field=models.BooleanField(default=True),
        ),
    ]
