"""The form before a chat: what it demands, what it asks, and that nothing else is kept."""

import io
import json
import zipfile
from typing import Any

from troth.kernel.ids import new_id
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import Visitor, World

ASKED = ("name", "email", "phone", "website")  # where no profile says what forms may ask
NEEDED = ("email",)  # for an answer, where nobody is there
HOUSE = "house@clients.example"


@scenario("form-allowlist", needs=("browser", "store", "mail", "inside"), parameters=("forms.fields",))
def play(world: World) -> None:
    """A form demands no more than an answer needs, asks what its owner set, and keeps what it asks and nothing else."""
    on_a_new_site(world)
    world.promise()
    asked = [name for name in world.values.get("forms.fields") or ASKED if name != "name"]
    world.set_site(fields=[field(name) for name in ("name", *asked)], transcript_addresses=[HOUSE])
    with world.check("asked_fields_kept", level=2):
        written = {name: filled(world, name) for name in ("name", *asked)}
        visitor = world.visitor()
        talk = visitor.open("My form is filled", **written)
        shown = world.api("agent").must("GET", f"/conversations/{talk.id}")["answers"]
        assert {one["field"]: one["value"] for one in shown} == written, f"of {sorted(written)} agents see {shown}"
        rows = world.store.rows("conversations.Conversation", id=str(talk.id))
        assert rows[0]["answers"], "no row holds the answers"
        copied = copy_of(world, visitor)
        lost = [name for name, value in written.items() if value not in copied]
        assert not lost, f"a copy of one's data lacks {', '.join(lost)}"
    undeclared_in_a_form(world)
    undeclared_on_a_socket(world)
    with world.check("owner_decides_what_is_asked"):
        for own in ([], [field("name"), field(asked[-1])]):
            world.set_site(fields=own)
            names = [one["id"] for one in own]
            told = world.public.get(f"/sites/{world.site['key']}/widget")["fields"]
            assert [one["id"] for one in told] == names, f"the owner asks {names}, the chat is told {told}"
            seen = drawn(world)
            assert seen == [*names, "text"], f"the owner asks {names}, the chat asks {seen}"
    says_what_is_needed(world)


def on_a_new_site(world: World) -> None:
    with world.check("required_have_basis"):
        told = world.public.get(f"/sites/{world.site['key']}/widget")
        demanded = [one["id"] for one in told["fields"] if one["required"]]
        assert not demanded, f"a new site demands {', '.join(demanded)} before a chat"
        demanded = [one["id"] for one in told["offline_fields"] if one["required"]]
        assert set(demanded) <= set(NEEDED), f"where nobody is there, a new site demands {', '.join(demanded)}"
    with world.check("optional_may_be_left"):
        there = begun(world.visitor(), {})
        assert there.status == 201, f"without optional fields no chat begins: {there.told}"
        world.staffed = False
        try:
            away = begun(world.visitor(), {"email": f"{world.plant()}@home.example"})
            assert away.status == 201, f"with nothing but an address no message is taken: {away.told}"
        finally:
            world.staffed = True


def begun(visitor: Visitor, fields: dict[str, str], **more: Any) -> Any:
    ids = {"id": str(new_id()), "client_id": str(new_id())}
    return visitor.api.post("/conversations", **ids, text="Hello", fields=fields, **more)


def undeclared_in_a_form(world: World) -> None:
    with world.check("undeclared_kept_nowhere", level=3):
        visitor, name, strange, beside = world.visitor(), *(world.plant() for _ in range(3))
        made = begun(visitor, {"name": name, "birthday": strange, strange: "x"}, income=beside)
        assert made.status == 201, f"a form with a field too many is refused: {made.told}"
        kept_nowhere(world, made["id"], name, {strange: "a field", beside: "a key of the request"})


def undeclared_on_a_socket(world: World) -> None:
    with world.check("socket_undeclared_kept_nowhere", level=3):
        visitor, said, strange = world.visitor(), world.plant(), world.plant()
        talk = visitor.open("Hello")
        one = {"stream": str(talk.id), "income": strange, strange: "x"}
        frames: list[dict[str, Any]] = [
            {"op": "say", "ref": 900_001, "client_id": str(new_id()), "text": said, **one},
            {"op": "typing", "on": True, **one},
            {"op": "mark", "seen": 1, "delivered": 1, **one},
            {"op": "here", "page": {"url": "https://shop.example/", "income": strange}, "income": strange},
        ]
        for frame in frames:
            raw = json.dumps(frame).encode()
            assert visitor.sdk.on_loop(lambda sdk, raw=raw: sdk.live.line.send(raw)), "the socket is not there"
        world.until(lambda: said in told(world, talk.id), "words with a key too many beside them did not come")
        kept_nowhere(world, str(talk.id), said, {strange: "a key of a frame"})


def kept_nowhere(world: World, talk: str, declared: str, strange: dict[str, str]) -> None:
    """declared: a word beside them, which has to be found, or none that is not found would say anything."""
    world.api("agent").must("POST", f"/conversations/{talk}/participation", client_id=str(new_id()))
    world.api("agent").must("POST", f"/conversations/{talk}/closure", client_id=str(new_id()))
    world.until(lambda: any(declared in one.text for one in world.mails(HOUSE)), "the house was mailed nothing of it")
    world.settled()
    held = world.store.bytes_hold(declared, *strange)
    assert held.get(declared), "what is asked for was not found either, so that nothing could be told"
    for word, what in strange.items():
        assert not held.get(word), f"{what} that nobody asked for is in {', '.join(held[word])}"
        assert not world.store.log_holds(word).get(word), f"{what} that nobody asked for is in the log"
    opened = told(world, talk)
    assert declared in opened, "what is asked for is shown to nobody, so that nothing could be told"
    left = [what for word, what in strange.items() if word in opened]
    assert not left, f"{left[0]} that nobody asked for is kept, sealed"


def told(world: World, talk: object) -> str:
    """All that members are told of a talk."""
    path = f"/conversations/{talk}"
    return json.dumps([world.api("agent").must("GET", path), world.api("agent").must("GET", f"{path}/events")])


def copy_of(world: World, visitor: Visitor) -> str:
    portal = Portal(world)
    portal.shows(str(visitor.api.must("POST", "/me/data-code")["code"]))
    with zipfile.ZipFile(io.BytesIO(portal.fetch("/copy"))) as packed:
        return packed.read("your-data.json").decode()


def drawn(world: World) -> list[str]:
    """The names of the fields of the form, as a browser draws it for who is new."""
    tab = world.tab()
    tab.go()
    tab.open()
    tab.panel.locator('[name="text"]').wait_for()
    names = tab.panel.locator("form.card [name]").evaluate_all("found => found.map(one => one.name)")
    tab.close()
    return [str(name) for name in names]


def says_what_is_needed(world: World) -> None:
    world.set_site(fields=[field("name"), field("email", required=True)])
    with world.check("says_what_is_needed"):
        tab = world.tab()
        tab.go()
        tab.open()
        free, needed = (tab.panel.locator(f'[name="{name}"]') for name in ("name", "email"))
        free.wait_for()
        assert "optional" in heard(free)["label"], f"what may be left is called {heard(free)['label']!r}"
        assert "optional" not in heard(needed)["label"], "what must be filled is called optional"
        assert [heard(one)["required"] for one in (free, needed)] == [False, True], (
            "a screen reader does not say what must be filled"
        )
        for one in (free, needed):
            assert "can’t be sent" in heard(one)["described"], f"it is not said what follows: {heard(one)}"
        assert tab.panel.get_by_text("can’t be sent").first.is_visible(), "it is said to nobody who sees"
        tab.panel.locator('[name="text"]').fill("Hello")
        tab.panel.locator("form.card button[type=submit]").click()
        wrong = tab.panel.locator(".wrong")
        assert tab.sees(wrong), "what must be filled may be left"
        assert str(wrong.first.inner_text()) in heard(needed)["described"], "what is wrong is said beside no field"
        tab.close()


def heard(one: Any) -> dict[str, Any]:
    """What a screen reader has of a field."""
    found: dict[str, Any] = one.evaluate(
        "one => ({label: one.labels[0]?.innerText ?? '', required: one.required || one.ariaRequired === 'true', "
        "described: (one.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)"
        ".map(id => document.getElementById(id)?.innerText ?? '').join(' ')})"
    )
    return found


def field(name: str, *, required: bool = False) -> dict[str, Any]:
    kind = name if name in ("email", "phone") else "text"
    return {"id": name, "kind": kind, "label": {"en": name.capitalize()}, "required": required}


def filled(world: World, name: str) -> str:
    if name == "phone":
        return f"+49 30 {str(new_id().int)[-7:]}"  # too short for the number of a card
    return f"{world.plant()}@home.example" if name == "email" else world.plant()
