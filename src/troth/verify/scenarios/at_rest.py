"""What lies on the disk: sealed, with the keys elsewhere; passwords as hashes."""

from troth.verify.inside import keys, rights
from troth.verify.scenario import scenario
from troth.verify.world import World

APART = ("/mail/", "/search")  # mails that were sent, and the index, which is in clear and in no backup


@scenario("at-rest", needs=("store", "inside", "mail"))
def play(world: World) -> None:
    """No word of a talk in any byte, no key beside what it seals, no password anywhere."""
    with world.check("password_hashed", level=3):
        one, other = (world.cast.another(name) for name in ("Kim Keeper", "Kai Keeper"))
        kept = [world.store.rows("accounts.Person", email=login.email)[0]["password"] for login in (one, other)]
        assert all(hash.startswith("scrypt$") for hash in kept), "a password is kept as something else than a slow hash"
        assert len({hash.split("$")[2] for hash in kept}) == len(kept), "two passwords have the same salt"
        token = world.public.must("POST", f"/sites/{world.site['key']}/visitors", language="en")["token"]
        held = world.store.bytes_hold(one.password, token)
        assert not held.get(one.password), f"the password lies in {', '.join(held[one.password])}"
        assert not held.get(token), f"a visitor's token lies in {', '.join(held[token])}"
    said, name, inside = world.plant(), world.plant(), world.plant()
    address = world.plant("@example.test")
    visitor = world.visitor()
    talk = visitor.open(f"It is {said}", name=name, email=address)
    file = visitor.sdk.upload(talk.id, "plan.txt", f"of {inside}".encode(), "text/plain")
    talk.say("Here", files=[file.id])
    world.settled()
    with world.check("sealed_bytes", level=3):
        held = world.store.bytes_hold(said, name, inside, address, without=APART)
        open_ = {word: [place for place in places if not place.startswith("search")] for word, places in held.items()}
        seen = sorted({place for places in open_.values() for place in places})
        assert not seen, f"what was said, or who said it, can be read in {', '.join(seen)}"
    of_talk = {"stream": str(talk.id)}
    with world.check("keys_apart", level=3):
        raw, before = world.inside(keys.bytes_of, **of_talk), world.inside(keys.of_stream, **of_talk)
        if not raw:
            raise RuntimeError("the server has no key of the talk in hand, so that nothing can be looked for")
        beside = world.inside(keys.lie_in, keys=raw)
        assert not beside, f"a key of the talk lies open in {', '.join(beside)}"
        world.inside(rights.erase, workspace=world.workspace["id"], subject=f"visitor:{visitor.id}")
        assert not world.inside(keys.alive, keys=before), "after the erasure keys of the talk open boxes still"
        shown = world.api("owner").get(f"/conversations/{talk.id}/events").text
        assert said not in shown, "without its key the talk can be read"
