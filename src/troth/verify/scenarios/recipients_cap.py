"""How many addresses a site's transcripts go to, and that one which was taken out gets none."""

from troth.verify.api import Answer
from troth.verify.scenario import scenario
from troth.verify.world import World

MOST = 3  # of any site, whatever its company promises


@scenario("recipients-cap", needs=("mail", "inside"), parameters=("recipients.transcript",))
def play(world: World) -> None:
    """One address more than is promised is refused, and one that was taken out gets the next transcript no more."""
    promised = world.values.get("recipients.transcript")
    if promised is not None:  # where nobody promised anything, the site's own bound is all there is
        world.promise()
    most = min(MOST, int(promised or MOST))
    addresses = [f"{world.plant()}@clients.example" for _ in range(most + 1)]
    with world.check("transcript_capped"):
        taken = to(world, addresses[:-1])
        assert taken.status == 200, f"{most} addresses are answered {taken.told}"
        more = to(world, addresses)
        assert more.status in (409, 422), f"{most + 1} addresses are answered {more.told}"
        kept = world.api("owner").must("GET", world.at_site)["transcript_addresses"]
        assert kept == addresses[:-1], f"what was refused was kept: {kept}"
    stays, goes = addresses[0], f"{world.plant()}@clients.example"
    with world.check("removed_gets_none"):
        world.set_site(transcript_addresses=[stays, goes][:most] if most > 1 else [goes])
        mailed(world, goes)
        world.set_site(transcript_addresses=[stays])
        mailed(world, stays)
        world.settled()
        count = len(world.mails(goes))
        assert count == 1, f"an address that was taken out got {count - 1} transcripts more"


def to(world: World, addresses: list[str]) -> Answer:
    return world.api("owner").patch(world.at_site, transcript_addresses=addresses)


def mailed(world: World, address: str) -> None:
    """A talk that is mailed there when it closes."""
    word = world.plant()
    world.visitor().open(word).close()
    world.until(lambda: any(word in one.text for one in world.mails(address)), "an address of the site got no mail")
