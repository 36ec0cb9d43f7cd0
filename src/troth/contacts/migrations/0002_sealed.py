from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What was in clear stays in `clear_*` until `seal_clear` has sealed it: here nobody has the keys."""

    dependencies = [
        ("contacts", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="identity", name="contacts_identity_once"),
        migrations.RenameField(model_name="contact", old_name="name", new_name="clear_name"),
        migrations.AlterField(
            model_name="contact",
            name="clear_name",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(model_name="contact", name="name", field=models.BinaryField(null=True)),
        migrations.RenameField(model_name="identity", old_name="value", new_name="clear_value"),
        migrations.AlterField(
            model_name="identity",
            name="clear_value",
            field=models.CharField(blank=True, default="", max_length=254),
        ),
        migrations.AddField(model_name="identity", name="value", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="identity", name="mark", field=models.BinaryField(max_length=16, null=True)),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.UniqueConstraint(fields=("workspace", "kind", "mark"), name="contacts_identity_once"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["id"], name="contacts_in_clear", condition=~Q(clear_name="")),
        ),
        migrations.AddIndex(
            model_name="identity",
            index=models.Index(fields=["id"], name="identities_in_clear", condition=~Q(clear_value="")),
        ),
    ]
