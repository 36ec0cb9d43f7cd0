"""What an older version kept in clear is sealed by the upgrade, and found as before."""

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from tests import forked
from tests.process import ROOT
from tests.upkeep.conftest import Make
from tests.upkeep.installation import Installation, good
from troth.kernel import config
from troth.kernel.ids import new_id

LATER = (("contacts", "0002_sealed"), ("post", "0004_no_clear_address"))
WORKSPACE, CONTACT = UUID(int=0x0192_7000 << 96 | 1), UUID(int=0x0192_7000 << 96 | 2)


def in_clear(_: Sequence[str]) -> int:
    """Tables before the columns were sealed, with two contacts and a mail in them; a process of its own."""
    from troth.project import prepare

    settings = config.load(os.environ)
    prepare.django_ready(settings)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    settings.database.path.parent.mkdir(parents=True, exist_ok=True)
    prepare.migrate(settings)
    executor = MigrationExecutor(connection)
    executor.migrate([(app, executor.loader.get_migration(app, name).dependencies[0][1]) for app, name in LATER])
    state = MigrationExecutor(connection).loader.project_state(
        [node for node in executor.loader.graph.nodes if node not in LATER]
    )
    workspace = state.apps.get_model("accounts", "Workspace").objects.create(id=WORKSPACE, name="Bikes", slug="bikes")
    contacts, identities = state.apps.get_model("contacts", "Contact"), state.apps.get_model("contacts", "Identity")
    for contact, name, value in ((CONTACT, "Vi Clear", "vi.clear@example.test"), (new_id(), "", "b@example.test")):
        row = contacts.objects.create(id=contact, workspace=workspace, name=name)
        identities.objects.create(workspace=workspace, contact=row, kind="email", value=value)
    state.apps.get_model("post", "Mail").objects.create(
        workspace=WORKSPACE, stream=new_id(), kind="transcript", key="k", to=b"box", to_shown="v•••@Example.test",
        next_at="2026-01-01T00:00:00Z", at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    connection.close()
    return 0


def _before(make: Make) -> Installation:
    shop = make("shop")
    said = forked.run(in_clear, [], shop.env(), ROOT)
    assert said.code == 0, said.err
    return shop


def test_names_and_addresses_of_before_are_sealed_by_the_upgrade(make: Make, tmp_path: Path) -> None:
    shop = _before(make)
    rig = shop.rig()  # makes the keyring, as every server has
    rig.close()
    good(shop.troth("upgrade", tmp_path / "snapshot"))
    rig = shop.rig()
    try:
        assert rig.sql("SELECT count(*) FROM contacts_contact WHERE clear_name <> ''") == [(0,)]
        assert rig.sql("SELECT count(*) FROM contacts_identity WHERE clear_value <> ''") == [(0,)]
        opened = set()
        for table, column, purpose in (("contact", "name", "contact name"), ("identity", "value", "identity")):
            owner = "id" if table == "contact" else "contact_id"
            sealed = f"SELECT {column}, {owner} FROM contacts_{table} WHERE {column} IS NOT NULL"
            for box, contact in rig.sql(sealed):
                stream = contact if isinstance(contact, UUID) else UUID(contact)
                opened.add((rig.log.open(bytes(box), WORKSPACE, stream, purpose) or b"").decode())
        assert opened == {"Vi Clear", "vi.clear@example.test", "b@example.test"}
        assert len({bytes(mark) for (mark,) in rig.sql("SELECT mark FROM contacts_identity")}) == 2
        ((domain,),) = rig.sql("SELECT domain FROM post_mail")
        assert len(domain) == 32
    finally:
        rig.close()
    assert "A snapshot" not in good(shop.troth("upgrade"))
