"""Mail that belongs to the service."""

import re

from troth.kernel.ids import new_id
from troth.verify.desk import Desk
from troth.verify.mails import Letter
from troth.verify.portal import Portal
from troth.verify.scenario import scenario
from troth.verify.world import World

_OFFER = re.compile(
    r"\b(?:discounts?|coupons?|vouchers?|special offers?|limited offers?|sale|promotions?|newsletter|buy now|"
    r"upgrade (?:now|today)|try [\w ]{0,20}for free|\d+ ?% off)\b", re.I,
)  # fmt: skip
_PICTURE = re.compile(r"<img\b[^>]*|background\s*=|url\(", re.I)


@scenario("service-mail", needs=("mail", "inside"))
def play(world: World) -> None:
    """It reaches also who objected to other mail, and holds nothing but the matter."""
    desk, address, word = Desk(world), f"{world.plant()}@home.example", world.plant()
    visitor = world.visitor()
    talk = visitor.open("Hello", name="Vera", email=address)
    objection = desk.of(visitor, "objection", words="No", about={"purposes": ["follow-up", "quality", "board"]})
    desk.must(objection, "accept")
    with world.check("not_suppressible"):
        portal, before = Portal(world), len(world.mails(address))
        portal.ask(address)
        world.until(lambda: len(world.mails(address)) > before, "who objected gets no code to see their own data")
        letter = desk.of(visitor, "complaint", words="It was slow.", reply_to=address)
        desk.must(letter, "done", text=word)
        world.until(
            lambda: any(word in one.text for one in world.mails(address)), "who objected gets no answer to a complaint"
        )
        visitor.api.must(
            "POST", f"/conversations/{talk.id}/transcripts", client_id=str(new_id()), address=f"{word}@other.example"
        )
        talk.close()
        world.settled()
        assert not world.mails(f"{word}@other.example"), "what they objected to is sent, so that nothing could be told"
    with world.check("no_promotion"):
        house = f"{world.plant()}@clients.example"
        world.set_site(transcript_addresses=[house])
        other = world.visitor().open("Good day")
        other.close()
        new = world.plant("@example.test")
        world.api("owner").must("POST", f"{world.at_workspace}/members", email=new, name="Nia", role="agent")
        world.until(lambda: world.mails(house) and world.mails(new), "a transcript or an invitation was not mailed")
        for one in [*world.mails(address), *world.mails(house), *world.mails(new)]:
            offers = _OFFER.findall(f"{one.subject}\n{one.text}\n{one.html}")
            assert not offers, f"the mail “{one.subject}” holds an offer: {offers[0]}"
            assert not pictures(one), f"the mail “{one.subject}” fetches {pictures(one)[0]}"
            assert "List-Unsubscribe" not in one.headers, f"the mail “{one.subject}” is one of a list"


def pictures(letter: Letter) -> list[str]:
    """What it would fetch from elsewhere; a picture that it brings along is named by cid: or data:."""
    return [one for one in _PICTURE.findall(letter.html) if "cid:" not in one and "data:" not in one]
