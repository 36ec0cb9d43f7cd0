"""The operator's door: what would go, the wish, its undoing, the end at once, and certificates of what is gone."""

import argparse
import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.privacy.closing.test_asking import close, hold, mailed
from troth.accounts.models import Workspace
from troth.kernel.errors import Conflict, Invalid, NotFound
from troth.privacy.closing.rows import Closing
from troth.project import closing_command


def command(*words: str) -> tuple[str, bool]:
    parser = argparse.ArgumentParser()
    closing_command.add_words(parser.add_subparsers())
    return closing_command.close_workspace(parser.parse_args(["close-workspace", *words]), alone=False)


def test_it_shows_the_plan_and_changes_nothing(cast: Cast) -> None:
    told, free = command(cast.bikes.slug)
    made: Any = json.loads(told)
    assert free
    assert made["closing"] is None
    assert made["counts"]["sites"] == 1
    placed = hold(cast)
    told, free = command(str(cast.bikes.id))
    assert not free
    assert placed["id"] in told


@pytest.mark.parametrize("how", ["--ask", "--now"])
def test_it_takes_the_slug_once_more(cast: Cast, how: str) -> None:
    for words in ([], ["--confirm", "yes"], ["--confirm", cast.tea.slug]):
        with pytest.raises(Invalid, match="--confirm"):
            command(cast.bikes.slug, how, *words)
    assert not Closing.objects.filter(workspace=cast.bikes.id).exists()


def test_it_asks_and_undoes_as_an_owner_does(cast: Cast) -> None:
    told, _ = command(cast.bikes.slug, "--ask", "--confirm", cast.bikes.slug)
    assert "asked, on " in told
    assert len(mailed(cast, "asked")) == 1
    assert cast.ada.api.get(f"/workspaces/{cast.bikes.id}/closing")["closing"]["asked_by"] is None
    told, _ = command(cast.bikes.slug, "--undo")
    assert "undone" in told
    with pytest.raises(Conflict):
        command(cast.bikes.slug, "--undo")


def test_it_deletes_at_once_and_finds_the_certificate_later(cast: Cast) -> None:
    close(cast)
    told, _ = command(cast.bikes.slug, "--now", "--confirm", cast.bikes.slug)
    certificate = json.loads(told)
    assert not Workspace.objects.filter(id=cast.bikes.id).exists()
    for name in (cast.bikes.slug, str(cast.bikes.id)):
        assert json.loads(command(name, "--certificate")[0]) == certificate
    listed, _ = command()
    assert certificate["id"] in listed
    assert cast.bikes.slug not in listed
    with pytest.raises(NotFound):
        command(cast.tea.slug, "--certificate")
    with pytest.raises(Invalid, match="no such workspace"):
        command(cast.bikes.slug, "--now", "--confirm", cast.bikes.slug)


def test_a_hold_keeps_it_from_being_deleted_at_once(cast: Cast) -> None:
    placed = hold(cast)
    with pytest.raises(Conflict, match=placed["id"]):
        command(cast.bikes.slug, "--now", "--confirm", cast.bikes.slug)
    assert Workspace.objects.get(id=cast.bikes.id).closes_at is None


def test_one_that_was_cut_off_goes_on_when_it_is_repeated(cast: Cast) -> None:
    close(cast)
    row = Closing.objects.get(workspace=cast.bikes.id)
    Closing.objects.filter(id=row.id).update(state="running", at=row.asked_at)
    told, _ = command(cast.bikes.slug, "--now", "--confirm", cast.bikes.slug)
    assert json.loads(told)["subject"] == "workspace"
