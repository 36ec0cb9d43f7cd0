import django.db.models.deletion
from django.db import migrations, models

import troth.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0006_portal"),
        ("accounts", "0005_officer"),
        ("sites", "0002_consent_and_signals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=troth.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visitor", "Visitor"),
                            ("contact", "Contact"),
                            ("person", "Person"),
                            ("conversation", "Conversation"),
                            ("site", "Site"),
                        ],
                        max_length=12,
                    ),
                ),
                ("target", models.UUIDField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lift_reason", models.CharField(blank=True, default="", max_length=500)),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.workspace")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "-id"], name="holds_of_workspace"),
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["workspace", "kind"],
                        name="holds_that_stand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=troth.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=16)),
                ("after", models.CharField(max_length=16)),
                ("days", models.PositiveIntegerField()),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sites.site"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("site", "what"), name="retention_rule_once"),
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="retention_rule_ends"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=troth.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("rules", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("what", models.CharField(max_length=16)),
                ("last", models.UUIDField(null=True)),
                ("hand", models.JSONField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("held", models.JSONField(default=dict)),
                ("level", models.PositiveSmallIntegerField(default=2)),
                ("holder", models.UUIDField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.workspace")),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sites.site"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "-id"], name="retention_runs"),
                    models.Index(fields=["site", "-at"], name="retention_runs_of_site"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)), fields=("site",), name="retention_run_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("measure", models.CharField(max_length=20)),
                ("count", models.PositiveIntegerField()),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sites.site"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("site", "day", "measure"), name="retention_count_once"),
                ],
            },
        ),
    ]
