"""A visitor at one gateway and an agent at the other: one house."""

from tests.fleet import fleet
from tests.journeys.mail import captured
from tests.own_postgres import OwnPostgres
from tests.until import PATIENCE
from troth.client import Agent, Talk, Visitor, body_of
from troth.wire.events import Said

SITE = "harbourbikes"
ANSWERS = {"about": "Repair"}


async def _hear(talk: Talk, text: str) -> None:
    async for event in talk.events():
        if isinstance(body := body_of(event), Said) and body.text == text:
            return


async def test_they_talk_and_the_worker_mails_the_transcript(cluster: OwnPostgres) -> None:
    async with fleet(cluster.database()) as many:
        first, second = [(await many.by(gateway)).url for gateway in many.gateways]
        web = many.webs[0]
        async with (
            await Visitor.start(first, SITE, patience=PATIENCE) as vi,
            await Agent.sign_in(second, *web.person("ada"), patience=PATIENCE) as ada,
        ):
            await ada.set_available(True)
            asked = await vi.open("Is the shop open?", fields=ANSWERS)
            seen = await ada.talk(asked.id)
            await seen.join()
            await seen.say("Until six.")
            await _hear(asked, "Until six.")
            await asked.say("See you then.")
            await _hear(seen, "See you then.")
            file = await asked.upload("list.txt", b"a bell", "text/plain")
            await asked.say("My list", files=[file.id])
            await _hear(seen, "My list")
            assert await ada.download(file.id) == b"a bell"
            await asked.ask_transcript("vi@example.org")
            await seen.close()
        assert await captured(web, "vi@example.org")
