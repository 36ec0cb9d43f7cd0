"""Data are used for what they were declared for: the doors refuse everything else, and count it."""

from contextlib import ExitStack

from troth.kernel.ids import new_id
from troth.verify.inside import datamap, purposes
from troth.verify.scenario import scenario
from troth.verify.world import World

OF_VISITORS = {"answer", "follow-up", "quality", "board", "security", "record", "preference", "rights"}
PROBED = "list_workspaces"  # any operation will do
MINUTES_15 = 900.0


@scenario("purpose-guard", needs=("inside", "store", "mail"))
def play(world: World) -> None:
    """A mail, an operation and a job for a purpose of no list are refused; visitors' data serve a closed list."""
    with world.check("undeclared_mail_refused", level=2), ExitStack() as after:
        after.callback(world.inside, purposes.no_adverts)
        before, to = world.inside(purposes.refused).get("mailer", 0), world.plant("@example.test")
        mail = world.inside(purposes.advertise, workspace=world.workspace["id"], to=to)
        row = world.until(lambda: ended(world, mail), "the mail for nothing neither goes nor is refused")
        assert row["state"] == "failed", f"a mail for a purpose of no list is {row['state']}"
        assert not world.mails(to), "a mail for a purpose of no list was sent"
        assert world.inside(purposes.refused).get("mailer", 0) > before, "the refusal is not counted"
    with world.check("undeclared_door_refused"), ExitStack() as after:
        was = world.inside(purposes.undeclare, operation=PROBED)
        after.callback(world.inside, purposes.declare, operation=PROBED, purpose=was)
        before = world.inside(purposes.refused).get("api", 0)
        answer = world.api("owner").get("/workspaces")
        assert answer.code == "purpose_missing", f"an operation for nothing answers {answer.told}"
        assert world.inside(purposes.refused).get("api", 0) > before, "the refusal is not counted"
        assert not world.inside(purposes.purposeless_job), "a worker begins that has a job for nothing"
    with world.check("visitor_purposes_closed", level=0):
        leaves = [one for one in world.inside(datamap.personal) if {"visitor", "contact"} & set(one["subjects"])]
        other = sorted({name for one in leaves for name in one["purposes"]} - OF_VISITORS - {"account"})
        assert leaves, "nothing is declared of visitors, so that nothing could be told"
        assert not other, f"what is kept of visitors serves {', '.join(other)} too"
    with world.check("each_mail_has_its_purpose", level=2):
        for kind, told in world.inside(purposes.of_mails).items():
            assert told["serves"] in told["declared"], (
                f"{kind} is sent for {told['serves']}, declared: {told['declared']}"
            )
    with world.check("invitee_for_account_alone", level=2):
        invited = world.plant("@example.test")
        world.api("owner").must("POST", f"{world.at_workspace}/members", email=invited, name="Ida New", role="agent")
        talk = world.visitor().open("Who is there?")
        world.api("agent").must("POST", f"/conversations/{talk.id}/closure", client_id=new_id())
        world.settled()
        got = world.mails(invited)
        assert got, "who was invited is not told"
        assert [one.subject for one in got] == [f"You were added to {world.workspace['name']}"], (
            "they got other mail too"
        )
    with world.check("security_apart", level=2):
        login = world.cast.another("Sara Slow")
        before = world.store.counts()
        wrong = {"email": login.email, "password": "wrong again"}
        tries = [world.public.at("POST", "/_allauth/app/v1/auth/login", wrong) for _ in range(6)]
        assert tries[-1].status != tries[0].status or "many" in tries[-1].text, "nobody counts failed sign-ins"
        grown = {name for name, count in world.store.counts().items() if count > before.get(name, 0)}
        assert grown <= {"accounts_remembered"}, f"failed sign-ins are kept in {', '.join(sorted(grown))}"
        lasts = world.inside(purposes.remembered_for)
        assert 0 < lasts <= MINUTES_15 + 1, f"a failed sign-in is remembered for {lasts:.0f} s"


def ended(world: World, mail: str) -> dict[str, str]:
    """Its row; empty while it waits."""
    (row,) = world.store.rows("post.Mail", id=mail)
    return row if row["state"] not in ("waiting", "sending") else {}
