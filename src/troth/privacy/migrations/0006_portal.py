import django.db.models.deletion
from django.db import migrations, models

import troth.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0005_access"),
        ("accounts", "0004_remembered"),
        ("sites", "0002_consent_and_signals"),
        ("visitors", "0002_departed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=troth.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("language", models.CharField(max_length=12)),
                ("address", models.BinaryField(null=True)),
                ("mark", models.BinaryField(max_length=16, null=True)),
                ("mailbox", models.BinaryField(max_length=16, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("subject", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("proven_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sites.site"),
                ),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.workspace")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mailbox", "-at"], name="proofs_of_mailbox"),
                    models.Index(fields=["workspace", "mark"], name="proofs_of_address"),
                    models.Index(fields=["until"], name="proofs_over"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataCode",
            fields=[
                (
                    "visitor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="visitors.visitor",
                    ),
                ),
                ("mark", models.BinaryField(max_length=16, unique=True)),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
