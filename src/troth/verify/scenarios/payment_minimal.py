"""Cards: nothing here is meant for their numbers, and one that is typed all the same is not kept."""

import json
import re
import secrets

from troth.kernel.ids import new_id
from troth.verify.inside import datamap
from troth.verify.scenario import scenario
from troth.verify.world import World

HOUSE = "house@clients.example"
_MEANT = re.compile(r"(^|_)(cards?|pan|cvc|cvv|iban|bic|bank|sort_code|account_number|routing_number)($|_)", re.I)
_CATEGORY = re.compile(r"card|bank|financial|payment", re.I)


@scenario("payment-minimal", needs=("store", "mail", "inside"))
def play(world: World) -> None:
    """No column is meant for a card, and of a number that somebody types four digits are kept."""
    with world.check("no_card_column", level=0):
        seen, leaves = world.inside(datamap.looked_at), world.inside(datamap.personal)
        assert seen, "no column was looked at, so that nothing could be told"
        meant = [f"{table}.{column}" for table, columns in seen.items() for column in columns if _MEANT.search(column)]
        meant += [leaf["leaf"] for leaf in leaves if _MEANT.search(leaf["leaf"].rpartition(".")[2])]
        meant += [leaf["leaf"] for leaf in leaves if _CATEGORY.search(leaf["category"])]
        assert not meant, f"this is meant for a card or an account: {', '.join(meant)}"
    fields = [{"id": name, "kind": "text", "label": {"en": name}, "required": False} for name in ("name", "order")]
    world.set_site(fields=fields, transcript_addresses=[HOUSE])
    cards = {what: card() for what in ("first words", "socket", "request", "name", "field", "answer", "note", "rating")}
    talk = world.visitor().open(f"My card is {cards['first words']}", name=cards["name"], order=spaced(cards["field"]))
    talk.say(f"and {spaced(cards['socket'])}, valid 12/31")
    talk_by_request(world, talk.id, cards["request"])
    agent = world.agent().talk(talk.id)
    agent.say(f"Did you mean {cards['answer']}?")
    agent.note(f"They gave {spaced(cards['note'])}")
    agent.close()
    talk.rate(3, f"I paid with {cards['rating']}")
    world.until(lambda: world.mails(HOUSE), "the house was mailed nothing")
    world.settled()
    with world.check("card_masked", level=3):
        written = [form for number in cards.values() for form in (number, spaced(number))]
        held = world.store.bytes_hold(*written, HOUSE)
        assert held.get(HOUSE), "what is there was not found, so that nothing could be told"
        logged = [one for one in written if world.store.log_holds(one).get(one)]
        assert not logged, "a card number stands in the log"
        mails = "\n".join(one.text + one.html for one in world.mails(HOUSE))
        shown = json.dumps(
            [world.api("owner").must("GET", f"/conversations/{talk.id}{more}") for more in ("", "/events?limit=200")],
            ensure_ascii=False,
        )
        for what, number in cards.items():
            for form in (number, spaced(number)):
                assert not held.get(form), f"a card number ({what}) lies in {', '.join(held[form])}"
                assert form not in shown + mails, f"a card number ({what}) is shown to the team"
            assert f"•••• {number[-4:]}" in shown, f"what was typed there ({what}) is not kept at all"


def talk_by_request(world: World, talk: object, number: str) -> None:
    agent = world.api("agent")
    agent.must("POST", f"/conversations/{talk}/participation", client_id=str(new_id()))
    agent.must("POST", f"/conversations/{talk}/messages", client_id=str(new_id()), text=f"By request: {number}")


def card() -> str:
    """A number as a bank gives it, of nobody."""
    front = f"4{secrets.randbelow(10**14):014}"
    return next(f"{front}{last}" for last in range(10) if luhn(f"{front}{last}"))


def luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def spaced(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))
