"""Taking consent back."""

from troth.verify.scenario import scenario
from troth.verify.world import World


@scenario("consent-withdraw", needs=("browser", "store"))
def play(world: World) -> None:
    """Taking back is as easy as giving, counts at once, and the record keeps both."""
    world.set_site(consent="ask", privacy_url="https://shop.example/privacy")
    tab = world.tab()
    tab.go()
    tab.open()
    tab.press("Agree and start")
    giving = 1
    tab.begin("You may.")
    token = tab.stored("token")
    with world.check("as_easy_as_giving"):
        tab.press("Options")
        tab.panel.locator("[role^=menuitem]", has_text="Withdraw consent").click(timeout=5000)
        taking = 2  # open the menu, press: the chat itself had to be opened before either
        told = tab.panel.get_by_text("You took back your consent. Nothing")
        assert tab.sees(told, 10_000), "the chat does not say that consent was taken back"
        opening = 1
        assert taking <= giving + opening, f"giving takes {giving + opening} steps, taking back {taking}"
    with world.check("counts_at_once"):
        answer = world.public.send("POST", "/passes", {}, headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 401, f"the token of who took it back opens: {answer.told}"
        left = {where: keys for where, keys in tab.kept().items() if keys}
        assert not left, f"the device still holds {left}"
    with world.check("both_events_kept", level=2):
        records = world.api("owner").must("GET", f"{world.at_site}/consents")["items"]
        states = [one["state"] for one in records]
        assert states == ["withdrawn", "given"], f"the record shows {states}"
        rows = world.store.rows("privacy.Consent", site_id=world.site["id"])
        assert {row["state"] for row in rows} == {"withdrawn", "given"}, "the rows say something else"
        assert all(one["at"] for one in records), "a record has no time"
