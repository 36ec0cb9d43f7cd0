from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0013_verdict_details")]

    operations = [
        migrations.AddField(
            model_name="noticeseen",
            name="how",
            field=models.CharField(
                choices=[("shown", "Shown"), ("put_away", "Put Away")], default="put_away", max_length=8
            ),
        ),
    ]
