"""All that is kept in a workspace, for its owner to take along; and nothing of another workspace."""

import json
import zipfile
from typing import Any

from tests.cast import Cast
from tests.conversations.talk import join, opened, say
from tests.conversations.test_files import upload
from tests.privacy.closing.test_asking import place
from tests.privacy.packages import made_whole, make_due, unpacked
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.privacy.access.orders import AccessOrder


def lines(packed: zipfile.ZipFile, part: str) -> list[Any]:
    return [json.loads(line) for line in packed.read(f"{part}.ndjson").splitlines()]


def test_all_that_is_kept_is_in_it(cast: Cast) -> None:
    mail = f"vi.{cast.bikes.id.hex}@example.test"
    talk = opened(cast.vi, "The chain is off", fields={"name": "Vi Tran", "email": mail})
    say(cast.vi, talk, "", files=[upload(cast.vi, talk).id])
    join(cast.ben, talk)
    say(cast.ben, talk, "Bring it in")
    cast.ben.api.post(f"/conversations/{talk}/notes", client_id=new_id(), text=f"Call {mail}")
    opened(cast.val, "Of the tea shop")
    packed = unpacked(made_whole(cast.bikes))
    manifest = json.loads(packed.read("manifest.json"))
    assert (manifest["schema"], manifest["version"]) == ("troth.workspace", 1)
    assert manifest["workspace"]["slug"] == cast.bikes.slug
    assert (manifest["parts"]["conversations"], manifest["parts"]["contact"], manifest["files"]) == (1, 1, 1)
    (told,) = lines(packed, "conversations")
    said = [event["body"].get("text") for event in told["events"] if event["kind"] in ("said", "noted")]
    assert said == ["The chain is off", None, "Bring it in", f"Call {mail}"], "the owner reads it as it is"
    assert told["subject"] == {"kind": "visitor", "id": str(cast.vi.id)}
    assert lines(packed, "contact")[0]["name"] == "Vi Tran"
    assert {row["email"] for row in lines(packed, "team")} == {cast.ada.person.email, cast.ben.person.email}
    (site,) = lines(packed, "sites")
    assert site["key"] == cast.bikes_site.key
    assert site["retention"]
    whole = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Of the tea shop" not in whole
    assert "login.ndjson" not in packed.namelist()
    assert any("logins" in one for one in manifest["not_given"])


def test_it_is_ordered_watched_and_fetched_once(cast: Cast) -> None:
    opened(cast.vi)
    ordered = cast.ada.api.post(place(cast, "/exports"))
    assert ordered.status == 201, ordered
    again = cast.ada.api.post(place(cast, "/exports"))
    assert again["id"] == ordered["id"] or again["state"] == "making"
    while cast.ada.api.get(place(cast, f"/exports/{ordered['id']}"))["state"] == "making":
        make_due()
    told = cast.ada.api.get(place(cast, f"/exports/{ordered['id']}"))
    assert told["state"] == "ready"
    assert 0 < told["done"] == told["of"]
    assert told["size"] > 0
    assert [row["id"] for row in cast.ada.api.get(place(cast, "/exports"))["items"]][-1] == ordered["id"]
    ticket = cast.ada.api.post(place(cast, f"/exports/{ordered['id']}/ticket"))
    assert ticket["url"].startswith(f"{config.current().base_url}/api/v1/exports/")
    officer = cast.ada.api.get(f"/workspaces/{cast.bikes.id}/privacy/orders/{ordered['id']}")
    assert officer.code == "not_found", "it is no order of a person"


def test_none_but_owners_take_it_along(cast: Cast) -> None:
    assert cast.ben.api.post(place(cast, "/exports")).code == "forbidden"
    assert cast.cy.api.post(place(cast, "/exports")).code == "not_found"
    own = made_whole(cast.lamps)
    for path in (f"/exports/{own.id}", f"/exports/{own.id}/ticket"):
        method = "POST" if path.endswith("ticket") else "GET"
        assert cast.ada.api.send(method, place(cast, path), {}).code == "not_found"
    assert AccessOrder.objects.get(id=own.id).state == "ready"
