"""Transcripts as they come, and by mail."""

from troth.client import body_of
from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("transcript-delivery", needs=("mail",), parameters=("recipients.transcript",))
def play(world: World) -> None:
    """What is said is there at once, and a closed talk is mailed whole to the addresses of the site alone."""
    most = int(world.values.get("recipients.transcript", 3))
    addresses = [f"{world.plant()}@clients.example" for _ in range(most)]
    world.set_site(transcript_addresses=addresses)
    mine, theirs = world.plant(), world.plant()
    talk = world.visitor().open(mine)
    hearing = world.agent().talk(talk.id)
    hearing.join()
    with world.check("live"):
        later = world.plant()
        talk.say(later)
        world.until(lambda: later in said(hearing), "what a visitor said is not on the agent's socket")
    hearing.say(theirs)
    hearing.close()
    with world.check("mailed_at_close"):
        world.until(lambda: [one for one in addresses if world.mails(one)] == addresses, "an address got no mail")
        world.settled()
        for one in addresses:
            letters = world.mails(one)
            assert len(letters) == 1, f"an address got {len(letters)} mails"
            assert all(word in letters[0].text for word in (mine, later, theirs)), (
                "the mail does not hold all that was said"
            )
        others = [one for one in world.mails() if mine in one.text + one.html and one.to not in addresses]
        assert not others, "somebody else was mailed the talk"


def said(talk: object) -> list[str]:
    bodies = [body_of(event) for event in talk.held]  # type: ignore[attr-defined]  # a Talk of the SDK
    return [getattr(body, "text", "") for body in bodies]
