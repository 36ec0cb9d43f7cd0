"""Since when somebody does not work here any more: how long they are kept is counted from then. Of those who left before
it is not known; their time begins now."""

from typing import Any, ClassVar

from django.db import migrations, models

from troth.kernel.clock import now


def begin(apps: Any, _editor: Any) -> None:
    members = apps.get_model("accounts", "Member").objects
    members.filter(active=False).exclude(person__email__endswith="@erased.invalid").update(left_at=now())


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0005_officer")]
    operations: ClassVar = [
        migrations.AddField("member", "left_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
