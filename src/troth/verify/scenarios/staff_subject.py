"""The people of the team have rights too."""

import io
import json
import zipfile

from troth.kernel.ids import new_id
from troth.verify.inside import rights
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("staff-subject", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """Somebody of the team gets what is kept of them, is shown by their alias alone, and leaves without a name."""
    place = f"{world.at_workspace}/members"
    owner = world.api("owner")
    name, alias = f"{world.plant()} {world.plant()}", world.plant()
    me = world.cast.another(name)
    member = owner.must("POST", place, email=me.email, name=name, role="agent", alias=alias)["id"]
    visitor = world.visitor()
    talk, said = visitor.open("Hello"), world.plant()
    world.api(me).must("POST", f"/conversations/{talk.id}/participation", client_id=str(new_id()))
    world.api(me).must("POST", f"/conversations/{talk.id}/messages", client_id=str(new_id()), text=said)
    with world.check("alias_alone_shown"):
        shown = visitor.api.get(f"/conversations/{talk.id}").text + visitor.api.get(
            f"/conversations/{talk.id}/events"
        ).text  # fmt: skip
        shown += world.public.get(f"/sites/{world.site['key']}/widget").text
        assert alias in shown, "visitors do not see the alias"
        assert not [one for one in (*name.split(), me.email) if one in shown], "visitors see the name or the address"
    with world.check("agent_exports_own"):
        portal = Portal(world)
        portal.prove(me.email)
        with zipfile.ZipFile(io.BytesIO(portal.fetch("/copy"))) as packed:
            package = json.loads(packed.read("your-data.json"))
        assert package["subject"] == {"kind": "person", "id": me.id}, f"the copy is of {package['subject']}"
        text = json.dumps(package["parts"], ensure_ascii=False)
        missing = [one for one in (name, me.email, alias) if one not in text]
        assert not missing, f"the copy lacks {missing}"
        assert {"login", "memberships", "took_part"} <= set(package["parts"]), f"it has {sorted(package['parts'])}"
    with world.check("invitation_without_password"):
        invited = f"{world.plant()}@verify.invalid"
        owner.must("POST", place, email=invited, name="Ines Invited", role="agent")
        world.until(lambda: world.mails(invited), "who is invited gets no mail")
        letter = world.mails(invited)[0]
        assert "http" in letter.text, "the invitation leads nowhere"
        hashed = world.store.rows("accounts.Person", email=invited)[0]["password"]
        assert hashed.startswith("!"), "who is invited has a password already"
        assert "password:" not in letter.text.lower(), "the invitation holds a password"
    with world.check("leaver_is_nobody", level=2):
        owner.must("DELETE", f"{place}/{member}")
        world.inside(rights.erase, workspace=world.workspace["id"], subject=f"person:{me.id}")
        world.settled()
        held = world.store.rows_hold(*name.split(), alias)
        assert not any(held.values()), f"who left is still named in {held}"
        events = world.api("owner").get(f"/conversations/{talk.id}/events").text
        assert said in events, "what they said to a visitor is gone"
        assert alias not in events, "what they said still bears their alias"
