"""What became of the saboteurs is published as the last runs told it, and hardly any survived."""

from tests.law.files import document
from tests.law.saboteurs import KILLED, SURVIVED, ends, page
from troth.verify.saboteur import saboteurs


def test_the_page_says_what_the_runs_told() -> None:
    assert document("saboteurs.md") == page(), "make it anew: ./dev docs"
    assert set(ends()) <= set(saboteurs()), "some are not there any more: take a run"
    assert {one["end"] for one in ends().values()} <= {KILLED, SURVIVED}


def test_at_least_95_of_100_were_killed() -> None:
    killed = [name for name, one in ends().items() if one["end"] == KILLED]
    assert len(killed) >= 0.95 * len(saboteurs())
