import hmac
from typing import Any

import msgspec
from django.db import migrations, models

from troth.kernel import config


def _marked(apps: Any, _schema_editor: Any) -> None:
    """As attestation/kept.py does it."""
    seals: dict[Any, dict[str, list[str]]] = {}
    rows = apps.get_model("privacy", "Attestation").objects.order_by("id")
    for workspace, control, seal in rows.values_list("workspace_id", "control", "seal"):
        seals.setdefault(workspace, {}).setdefault(control, []).append(seal)
    for workspace, found in seals.items():
        secret = config.current().secret("attestation")
        marks = {
            control: hmac.digest(secret, msgspec.json.encode([workspace.hex, control, some]), "sha256").hex()
            for control, some in found.items()
        }
        chosen = apps.get_model("privacy", "Chosen").objects.filter(workspace_id=workspace)
        chosen.update(attested=msgspec.json.encode(marks).decode())


class Migration(migrations.Migration):
    dependencies = [("privacy", "0014_notice_seen_how")]

    operations = [
        migrations.AddField(model_name="chosen", name="attested", field=models.TextField(default="")),
        migrations.RunPython(_marked, migrations.RunPython.noop),
    ]
