"""A replay against the real server: what it says of a conversation is what happened, and it fails when it must."""

import json
from pathlib import Path

import pytest

from tests.cast import Cast
from troth.client.replay import main

TURNS = [
    ["USER", "Is anything free tonight? 🍜"],
    ["SYSTEM", "Yes: <b>two</b> tables, at 7 & at 8."],
    ["USER", "My card is 4111 1111 1111 1111, does that do?"],
    ["SYSTEM", "مرحبا"],
]


PASSWORD = "correct horse battery"


def play(server: str, cast: Cast, folder: Path, *more: str) -> list[str]:
    cast.ada.person.set_password(PASSWORD)
    cast.ada.person.save()
    return [
        "--url", server, "--from", str(folder), "--site-key", cast.bikes_site.key, "--email", cast.ada.person.email,
        "--password", PASSWORD, "--rate", "0", "--demo", str(folder / "none.json"), *more,
    ]  # fmt: skip


@pytest.fixture
def dialogues(tmp_path: Path) -> Path:
    talks = [{"id": str(n), "services": [], "turns": TURNS} for n in range(3)]
    (tmp_path / "talks.json").write_text(json.dumps(talks))
    return tmp_path


def test_every_turn_is_kept_once_in_order_and_as_it_was_said(
    server: str, cast: Cast, dialogues: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(play(server, cast, dialogues, "--verify"))
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    counts = {name: told[name] for name in ("sent", "acknowledged", "delivered", "masked", "verified", "conversations")}
    assert code == 0
    assert counts == {
        "sent": 12, "acknowledged": 12, "delivered": 12, "masked": 3, "verified": 3, "conversations": 3,
    }  # fmt: skip
    assert not any(told[name] for name in ("lost", "doubled", "out_of_order", "differing", "refused"))
    assert 0 < told["p50_ms"] <= told["p99_ms"]


def test_what_is_not_taken_is_said(server: str, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turns = [["USER", "Hello"], ["SYSTEM", "x" * 4001], ["USER", "Bye"]]
    (tmp_path / "talks.json").write_text(json.dumps([{"id": "1", "turns": turns}]))
    code = main(play(server, cast, tmp_path, "--verify"))
    said = capsys.readouterr()
    told = json.loads(said.out.splitlines()[-1])
    assert (code, told["sent"], told["acknowledged"], told["refused"], told["differing"]) == (1, 3, 2, 1, 0)
    assert "too_large" in said.err


@pytest.mark.parametrize("text", ["", "x" * 4001, "a\0b"])
def test_a_conversation_that_is_not_taken_is_counted_and_fails_the_replay(
    server: str, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    talks = [{"id": "1", "turns": [["USER", text]]}, {"id": "2", "turns": [["USER", "Hello"]]}]
    (tmp_path / "talks.json").write_text(json.dumps(talks))
    code = main(play(server, cast, tmp_path, "--verify"))
    said = capsys.readouterr()
    told = json.loads(said.out.splitlines()[-1])
    assert (code, told["refused"], told["conversations"], told["p50_ms"]) == (1, 1, 1, None)
    assert said.err.count("replay: refused") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["--url", "http://localhost:99999"],
        ["--url", "localhost:8000"],
        ["--conversations", "-1"],
        ["--conversations", "0"],
        ["--rate", "-5"],
        ["--rate", "nan"],
        ["--seconds", "0"],
        ["--together", "0"],
        ["--patience", "-1"],
    ],
    ids=" ".join,
)
def test_a_wrong_option_is_named(
    server: str, cast: Cast, dialogues: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*play(server, cast, dialogues), *wrong])
    assert caught.value.code == 2
    assert wrong[0] in capsys.readouterr().err
