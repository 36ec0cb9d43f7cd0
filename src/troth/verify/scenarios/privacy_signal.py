"""What a browser says of itself about being watched."""

from troth.verify.scenario import scenario
from troth.verify.world import World

PAGE = {"url": "https://shop.example/verify", "title": "Verify"}


@scenario("privacy-signal", parameters=("signals.dnt", "signals.gpc"))
def play(world: World) -> None:
    """DNT and GPC count as the profile says, and the origin says so."""
    rules = {name: world.values.get(f"signals.{name}", "honour") for name in ("dnt", "gpc")}
    world.promise()
    world.set_site(telemetry="full")
    assert seen(world) == PAGE["url"], "a visitor who says nothing is not on the board, so nothing could be told"
    for name, header in (("dnt", "DNT"), ("gpc", "Sec_GPC")):
        with world.check(name):
            page = seen(world, **{header: "1"})
            if rules[name] == "honour":
                assert page is None, f"{header}: 1, and the agents see which page the visitor is on"
            else:
                assert page == PAGE["url"], f"{header}: 1 is said to be ignored, and telemetry went off"
    with world.check("said"):
        told = world.public.at("GET", "/.well-known/gpc.json")
        if rules["gpc"] == "honour":
            assert told.status == 200, told.told
        else:
            assert told["gpc"] is False, "a site here ignores Sec-GPC, and gpc.json says that it is honoured"


def seen(world: World, **headers: str) -> str | None:
    """The page that agents see of a new visitor whose browser sends these headers; None: of none."""
    from troth.wire.frames import Here, Page, encode

    visitor = world.visitor(**headers)
    visitor.sdk.connect()
    here = encode(Here(page=Page(url=PAGE["url"], title=PAGE["title"])))
    visitor.sdk.on_loop(lambda sdk: sdk.live.line.send(here))
    visitor.open("Hello")  # answered after the page was looked at
    board = world.api("owner").must("GET", f"{world.at_workspace}/visitors")["items"]
    page = next(one["page"] for one in board if one["visitor_id"] == str(visitor.id))
    return str(page["url"]) if page else None
