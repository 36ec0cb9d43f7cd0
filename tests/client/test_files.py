"""Files through the SDK, from both sides, against the real server."""

from tests.cast import Cast
from tests.until import PATIENCE
from troth.client import Agent, Visitor
from troth.client.bodies import body_of
from troth.kernel.ids import new_id
from troth.wire.events import Said

PASSWORD = "correct horse battery"


async def test_an_agent_sends_a_file_and_the_visitor_reads_it_and_back(server: str, cast: Cast) -> None:
    cast.ada.person.set_password(PASSWORD)
    await cast.ada.person.asave()
    async with (
        await Visitor.start(server, cast.bikes_site.key, patience=PATIENCE) as vi,
        await Agent.sign_in(server, cast.ada.person.email, PASSWORD, patience=PATIENCE) as ada,
    ):
        asked = await vi.open("Hello", fields={"name": "Vi", "email": "vi@example.test"}, conversation=new_id())
        talk = await ada.talk(asked.id)
        await talk.join()
        ref = await talk.upload("offer.txt", b"two wheels", "text/plain")
        kept = await talk.say("Our offer", files=[ref.id])
        while asked.last < kept.seq:
            await asked.changed()
        said = body_of(asked.held[-1])
        assert isinstance(said, Said)
        assert [file.name for file in said.files] == ["offer.txt"]
        assert await vi.download(ref.id) == b"two wheels"
        answer = await asked.upload("signed.txt", b"yes", "text/plain")
        await asked.say("", files=[answer.id])
        assert await ada.download(answer.id) == b"yes"
