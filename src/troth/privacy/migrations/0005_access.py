import django.db.models.deletion
from django.db import migrations, models

import troth.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=troth.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("workspace", models.UUIDField()),
                ("subject", models.CharField(max_length=10)),
                ("subject_id", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(choices=[("access", "Access"), ("portability", "Portability")], max_length=12),
                ),
                ("language", models.CharField(default="en", max_length=12)),
                ("request", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("making", "Making"),
                            ("ready", "Ready"),
                            ("fetched", "Fetched"),
                            ("ended", "Ended"),
                        ],
                        default="making",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField()),
                ("pieces", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("holder", models.UUIDField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "making")), fields=["made_at"], name="access_to_make"),
                    models.Index(
                        condition=models.Q(("state", "ended"), _negated=True), fields=["ends_at"], name="access_to_end"
                    ),
                    models.Index(fields=["subject_id", "-made_at"], name="access_of_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "making")),
                        fields=("workspace", "subject_id", "kind"),
                        name="access_made_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="privacy.accessorder"
                    ),
                ),
            ],
        ),
    ]
