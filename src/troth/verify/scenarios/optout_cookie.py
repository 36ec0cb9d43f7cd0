"""Turning the chat off, in one browser on one website."""

from troth.verify.scenario import scenario
from troth.verify.world import World

HERE = "() => 'Troth' in window"


@scenario("optout-cookie", needs=("browser",))
def play(world: World) -> None:
    """Who turns the chat off is left alone from then on, and may turn it on again."""
    tab = world.tab()
    tab.go()
    tab.open()
    tab.begin("Hello, and goodbye.")
    assert tab.stored("token"), "the panel keeps no token, so that nothing could be removed"
    tab.choose("Turn the chat off")
    tab.press("Turn off")
    with world.check("off_stays_off"):
        world.until(lambda: not (tab.launcher.count() or tab.frame()), "the chat that was turned off is there still")
        assert tab.only_off(), f"on the device there is {tab.held()}"
        tab.asked.clear()
        for page in ("/two", "/three"):
            tab.go(page)
            tab.page.wait_for_function(HERE)
            assert tab.launcher.count() == 0, "the next visit shows the chat that was turned off"
        others = set(tab.asked_of_us()) - {f"/w/{tab.key}.js"}
        assert not others, f"the next visit asks for {', '.join(sorted(others))}"
        assert tab.only_off(), f"after the next visit there is {tab.held()}"
    with world.check("undo_works"):
        tab.go("/four")
        tab.page.wait_for_function(HERE)
        tab.page.evaluate("() => window.Troth.optIn()")
        assert tab.sees(tab.launcher), "the chat that was turned on again is not shown"
        tab.go("/five")
        assert tab.sees(tab.launcher), "the chat that was turned on again is gone on the next page"
        tab.open()
        assert tab.sees(tab.panel.locator("form.card")), "the chat does not begin as if new"
        tab.begin("Hello again.")
        assert tab.panel.get_by_text("Hello, and goodbye.").count() == 0, "the talk of before is back"
