"""What is not declared is not stored: the check that says so is neither blind nor asleep."""

from troth.verify.inside import datamap
from troth.verify.scenario import scenario
from troth.verify.world import World

OF = {"visitor", "contact", "person"}
NOT_OURS = {"django_migrations", "sqlite_sequence"}  # of the database and its migrations, about nobody


@scenario("registry-gate", needs=("inside", "store"))
def play(world: World) -> None:
    """A column that nobody declared is found, and every personal one says whose it is and where it comes from."""
    with world.check("undeclared_fails", level=2):
        assert (said := world.inside(datamap.complaints)) == [], f"it complains of the product as it is: {said[:3]}"
        found = world.inside(datamap.undeclared, model="contacts.Contact", column="shoe_size")
        assert any("contacts.Contact.shoe_size" in one for one in found), "a column that nobody declared passes"
    with world.check("looked_at_something", level=2):
        there, seen = world.inside(datamap.tables), world.inside(datamap.looked_at)
        assert there, "there is no table at all"
        unseen = sorted(there.keys() - seen.keys() - NOT_OURS)
        assert not unseen, f"tables of the database that the check does not look at: {', '.join(unseen)}"
        blind = [name for name in there if name in seen and len(seen[name]) < there[name]]
        assert not blind, f"it sees fewer columns than the database has in: {', '.join(blind)}"
    leaves = world.inside(datamap.personal)
    assert len(leaves) > 100, f"only {len(leaves)} personal leaves: the map can't be that of the product"
    with world.check("each_field_has_subject", level=0):
        ofnobody = [one["leaf"] for one in leaves if not one["subjects"] or not set(one["subjects"]) <= OF]
        assert not ofnobody, f"nobody is said to be concerned by: {', '.join(ofnobody[:5])}"
    with world.check("each_field_has_source", level=0):
        fromnowhere = [one["leaf"] for one in leaves if not one["source"]]
        assert not fromnowhere, f"nobody says where it comes from: {', '.join(fromnowhere[:5])}"
