"""Who asks shows first that it is theirs."""

import re

from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

PAGES = ("/rights", "/copy", "/take-along", "/correct", "/erase", "/restrict", "/object", "/withdraw")
TRIES = 5
VARIES = re.compile(r'(value|content|href|src)="[^"]*"')


@scenario("dsr-identity", needs=("mail", "clock"))
def play(world: World) -> None:
    """Nothing is told before it is proven whose it is, a stranger learns nothing, and codes can't be guessed."""
    address, word = f"{world.plant()}@home.example", world.plant()
    world.visitor().open(word, name="Vi", email=address)
    with world.check("no_oracle"):
        known, unknown = Portal(world), Portal(world)
        nobody = f"{world.plant()}@home.example"
        shown = [(known.ask(address).status, known.path), (unknown.ask(nobody).status, unknown.path)]
        assert shown[0] == shown[1], f"a known address is answered {shown[0]}, an unknown one {shown[1]}"
        pages = [bare(known.text, address), bare(unknown.text, nobody)]
        assert pages[0] == pages[1], "the pages after a known and an unknown address differ"
        for one in (address, nobody):
            world.until(lambda one=one: world.mails(one), "no mail came to one of both addresses")  # type: ignore[misc]
        mails = [(one.subject, masked(one.text)) for one in (world.mails(address)[0], world.mails(nobody)[0])]
        assert mails[0] == mails[1], "the mails to a known and an unknown address differ"
        wrong = [portal.send("/code", code=another(code(world, to))).status
                 for portal, to in ((known, address), (unknown, nobody))]  # fmt: skip
        assert wrong[0] == wrong[1], f"a wrong code is answered {wrong[0]} and {wrong[1]}"
    with world.check("guessing_is_stopped"):
        guessing = Portal(world)
        guessing.ask(address)
        world.until(lambda: len(world.mails(address)) > 1, "no code was mailed")
        right = code(world, address)
        for _ in range(TRIES):
            guessing.send("/code", code=another(right))
        guessing.send("/code", code=right)
        assert not at_rights(guessing), f"after {TRIES} wrong codes the right one opens"
    with world.check("proof_before_anything"):
        asking, other = Portal(world), Portal(world)
        for page in PAGES:
            told = asking.get(page)
            assert asking.path == asking.root, f"{page} is shown to anybody: {told.status}"
            assert address not in asking.text, f"{page} tells the address to anybody"
        asking.ask(address)
        world.until(lambda: len(world.mails(address)) > 2, "no code was mailed")
        right = code(world, address)
        other.get()
        other.send("/code", code=right)
        assert not at_rights(other), "a code opens in another browser"
        asking.send("/code", code=right)
        assert at_rights(asking), "the code does not open in its browser"
        other.send("/code", code=right)
        assert not at_rights(other), "a code that was used opens once more"
        fresh, late = f"{world.plant()}@late.example", Portal(world)
        late.ask(fresh)
        world.until(lambda: world.mails(fresh), "no code was mailed")
        world.clock.forward(minutes=11)
        late.send("/code", code=code(world, fresh))
        assert not at_rights(late), "a code opens after eleven minutes"
        world.clock.forward(minutes=30)
        assert not at_rights(asking), "a session of half an hour is open after it"


def at_rights(portal: Portal) -> bool:
    portal.get("/rights")
    return portal.path == f"{portal.root}/rights"


def code(world: World, address: str) -> str:
    """The newest."""
    found = re.search(r"^(\d{6})\s*$", world.mails(address)[-1].text, re.M)
    assert found is not None, "a mail without a code"
    return found[1]


def another(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"


def bare(page: str, address: str) -> str:
    return VARIES.sub("", page.replace(address, ""))


def masked(text: str) -> str:
    return re.sub(r"\d{6}", "", text)
