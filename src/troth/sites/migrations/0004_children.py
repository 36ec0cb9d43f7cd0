from django.db import migrations, models

import troth.sites.defaults


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0003_transcript_proof"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="children",
            field=models.JSONField(default=troth.sites.defaults.default_children),
        ),
    ]
