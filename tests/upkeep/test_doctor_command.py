"""The command: its exit codes, what it prints, and that it changes nothing."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.process import free_port
from tests.upkeep.installation import Installation as Place
from troth.kernel import config
from troth.upkeep.doctor import examine as examining
from troth.upkeep.doctor.checks import CHECKS
from troth.upkeep.doctor.examine import examine
from troth.upkeep.doctor.found import Check, Found, ok
from troth.upkeep.doctor.installation import Installation


def test_an_empty_place_is_named_and_stays_empty(tmp_path: Path) -> None:
    said = Place(tmp_path / "var").troth("doctor", "--json", TROTH_METRICS_TOKEN="a-token-that-nobody-may-read")
    told = json.loads(said.out)
    broken = {one["name"] for one in told["checks"] if one["state"] == "broken"}
    assert (said.code, told["ok"], {"database", "keyring"} <= broken) == (1, False, True), said
    assert "no server runs here" in told["about"]
    assert not list((tmp_path / "var").iterdir())
    assert "a-token" not in said.out + said.err


def test_a_wrong_setting_is_a_row_of_the_table(tmp_path: Path) -> None:
    said = Place(tmp_path).troth("doctor", TROTH_SMPT_URL="smtp://eve:a-password@x")
    assert (said.code, said.err) == (1, "")
    assert "✗ settings" in said.out
    assert "did you mean TROTH_SMTP_URL?" in said.out
    assert "a-password" not in said.out


def test_from_outside_no_setting_is_read_and_nothing_is_made(tmp_path: Path) -> None:
    said = Place(tmp_path / "var").troth("doctor", "--url", f"https://127.0.0.1:{free_port()}", TROTH_NONSENSE="1")
    assert said.code == 1, said
    assert "✗ public address" in said.out
    assert "keyring" not in said.out


class _Liar(BaseHTTPRequestHandler):
    """Says that it is a Troth, and more."""

    def do_GET(self) -> None:
        told = {"ok": True, "version": "9\x1b]0;owned\x07\n✓ certificate  All is well.", "broken": []}
        asked = {"peer": "0.0.0.0/0", "trusted": False, "for": True, "proto": "https"}
        body = json.dumps({**told, "asked": asked}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def liar() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.2", 0), _Liar) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.2:{server.server_port}"
        server.shutdown()
        serving.join()


def test_whoever_answers_instead_of_troth_writes_no_line_and_moves_no_terminal(liar: str, tmp_path: Path) -> None:
    said = Place(tmp_path / "var").troth("doctor", "--url", liar)
    assert "is served by Troth 9" in said.out
    assert not {"\x1b", "\x07"} & set(said.out)
    assert "\n✓ certificate" not in said.out


def test_nobody_is_told_to_trust_what_is_no_address(liar: str, tmp_path: Path) -> None:
    settings = config.load({"TROTH_VAR": str(tmp_path), "TROTH_BASE_URL": liar})
    (row,) = examine(Installation(settings), [one for one in CHECKS if one.name == "forwarded headers"])
    assert row.found.state == "skipped", row
    assert "0.0.0.0/0" not in row.found.says + row.found.mend


def test_a_check_that_fails_itself_or_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def falls(_: Installation) -> Found:
        raise ValueError("words of somebody")

    def hangs(_: Installation) -> Found:
        over.wait()
        return ok("At last.")

    monkeypatch.setattr(examining, "WITHIN", 3.0)
    checks = [Check("falls", "", falls), Check("hangs", "", hangs), Check("well", "", lambda _: ok("Well."))]
    rows = examine(Installation(config.load({"TROTH_VAR": str(tmp_path)})), checks)
    over.set()
    says = {row.name: row.found.says for row in rows}
    assert says["falls"] == "It could not be checked: ValueError."
    assert says["hangs"].startswith("It could not be checked: no answer within")
