import hmac
from typing import Any

from django.db import migrations, models

from troth.kernel import config

_AT_ONCE = 1000


def _marked(apps: Any, _schema_editor: Any) -> None:
    """As post.write does it: the domain becomes a keyed hash."""
    mails = apps.get_model("post", "Mail").objects
    secret = config.current().secret("mail-domain")
    while rows := list(mails.filter(domain="")[:_AT_ONCE]):
        for row in rows:
            domain = row.to_shown.rpartition("@")[2].casefold()
            row.domain = hmac.digest(secret, domain.encode(), "sha256").hex()[:32]
        mails.bulk_update(rows, ["domain"])


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0003_mails_of_a_stream"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail", name="domain", field=models.CharField(default="", max_length=32), preserve_default=False
        ),
        migrations.RunPython(_marked, migrations.RunPython.noop),
        migrations.RemoveField(model_name="mail", name="to_shown"),
    ]
