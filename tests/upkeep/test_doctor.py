"""One thing is broken at a time, on real parts, and the doctor names that one and no other."""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from tests.post.mail_server import mail_server
from tests.process import free_port
from tests.upkeep.ill import House, house, named, refusing_mail_server, told, waiting
from tests.upkeep.ills_of_copies import OF_COPIES
from tests.upkeep.tls_front import HERE
from troth.kernel import clock, config
from troth.kernel.config import Smtp
from troth.kernel.question import HEADER, signed
from troth.upkeep.doctor.asked import ask
from troth.upkeep.doctor.examine import Row
from troth.upkeep.doctor.installation import Machine

type Ill = Callable[[House], AbstractContextManager[list[Row]]]

ILLS: dict[str, tuple[set[str], Ill]] = {}  # what is done: the checks that name it, and how it is done


def ill(*names: str) -> Callable[[Callable[[House], Iterator[list[Row]]]], None]:
    """The function breaks something, yields what the doctor found, and mends it."""

    def note(does: Callable[[House], Iterator[list[Row]]]) -> None:
        ILLS[does.__name__.strip("_")] = set(names), contextmanager(does)

    return note


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("doctor")) as made:
        yield made


def test_nothing_is_named_where_all_is_well(here: House) -> None:
    rows = here.examine()
    assert not named(rows), told(rows)
    well = {row.name for row in rows if row.found.state == "ok"}
    assert {"public address", "certificate", "WebSocket", "event stream", "forwarded headers", "http to https"} <= well
    assert {"SMTP", "files", "keyring's secret", "keyring's age", "tables", "integrity", "server", "clock"} <= well
    assert not list(here.settings.files.folder.glob("**/doctor*")), "what was tried is taken away again"


def test_the_command_ends_well_where_all_is(here: House) -> None:
    said = here.command("doctor")
    assert said.code == 0, said.out + said.err
    assert "a server runs here" in said.out
    assert "0 broken, 0 warnings" in said.out
    outside = here.command("doctor", "--json", "--url", here.front.url)
    assert outside.code == 0, outside.out + outside.err


def test_only_the_doctor_is_told_how_a_request_came(here: House) -> None:
    at = int(clock.now().timestamp())
    stale = f"{at - 3600}.{signed(here.settings).partition('.')[2]}"
    for value in ("", f"{at}.{'0' * 64}", "1.é", stale, f"{at + 1}.{signed(here.settings).partition('.')[2]}"):
        assert b'"asked"' not in ask(here.front.url, "/health", headers={HEADER: value}).body
    assert b'"asked"' in ask(here.front.url, "/health", headers={HEADER: signed(here.settings)}).body


def test_nothing_that_runs_is_named_where_no_server_does(here: House) -> None:
    with here.stopped() as copy:
        rows = here.examine(**copy.settings())
    assert not named(rows), told(rows)
    assert "server" in {row.name for row in rows if row.found.state == "skipped"}


def changed(name: str, *names: str, **changes: Any) -> None:
    """A setting that is wrong by itself."""
    ILLS[name] = set(names), lambda here: contextlib.nullcontext(here.examine(**changes))


changed("a secret that repeats itself", "secret", "keyring's secret", secret_key=b"abcd" * 10)
changed("a secret of an example", "secret", "keyring's secret", secret_key=b"please-changeme-before-you-start-this-1")
changed("a backup key of one letter", "secret", backup_key=b"k" * 40)
changed("a weak token of the metrics", "token of /metrics", metrics_token="abababababababab")
changed(
    "everybody is trusted",
    "trusted proxies",
    trusted_proxies=config.load({"TROTH_TRUSTED_PROXIES": "0.0.0.0/0", "TROTH_VAR": "/tmp"}).trusted_proxies,
)
changed("the demo is open", "demo", demo=True)
changed("debugging", "debugging", log_level="debug")
changed("the slow door", "door", door="sansio")
changed("three sockets an address", "limits", limits={"address_sockets": 3})
changed("a full disk", "disk", limits={"free_space": 10**15})
changed("a bar on open files", "open files", bars={"open_files": 10**12})
changed("a sender at localhost", "sender", mail_from="Troth <troth@localhost>")
changed("no mail server", "SMTP", smtp=None)
changed("a mail server that is away", "SMTP", smtp=Smtp(host="127.0.0.1", port=free_port()))
changed("an address of the machine itself", "public address", base_url="http://localhost:1", host="0.0.0.0")
changed(
    "a store of files that is away", "files",
    files=config.FilesAt(
        kind="s3", bucket="b-1", endpoint=f"http://127.0.0.1:{free_port()}", region="r", key_id="k", secret="s"
    ),
)  # fmt: skip


def of_front(name: str, *names: str, **does: Any) -> None:
    """The proxy does something else."""

    @contextmanager
    def act(here: House) -> Iterator[list[Row]]:
        before = {one: getattr(here.front, one) for one in does}
        for one, value in does.items():
            setattr(here.front, one, value)
        yield here.examine()
        for one, value in before.items():
            setattr(here.front, one, value)

    ILLS[name] = set(names), act


def _answer(kind: str, body: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return f"{head}Strict-Transport-Security: max-age=31536000\r\n\r\n{body}".encode()


of_front("upgrades are refused", "WebSocket", upgrade="refuse")
of_front("answers are collected", "event stream", collects=True)
of_front("nobody says who comes", "forwarded headers", forwards="")
of_front("it is not said that it was https", "forwarded headers", forwards="X-Forwarded-For: 198.51.100.7\r\n")
of_front("a proxy nobody named", "forwarded headers", source="127.0.0.3")
of_front("HSTS is hidden", "HSTS", hides="strict-transport-security")
of_front("a clock ten seconds ahead", "clock", date=datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=10))
of_front(
    "somebody else answers",
    "public address",
    "WebSocket",
    "event stream",
    says=_answer("text/html", "<h1>It works!</h1>"),
)
of_front(
    "another version serves",
    "version",
    "WebSocket",
    "event stream",
    says=_answer("application/json", '{"ok": true, "version": "0.0.9"}'),
)


def of_certificate(name: str, *names: str, **how: Any) -> None:
    @contextmanager
    def act(here: House) -> Iterator[list[Row]]:
        before, here.front.context = here.front.context, here.authority.context(**how)
        yield here.examine()
        here.front.context = before

    ILLS[name] = set(names), act


of_certificate("a certificate by nobody", "certificate", believed=False)
of_certificate("a certificate of another name", "certificate", address="127.0.0.9")
of_certificate("a certificate that ended", "certificate's end", days=-1)
of_certificate("a certificate that ends", "certificate's end", days=5)


@ill("public address")
def _nobody_at_the_address(here: House) -> Iterator[list[Row]]:
    yield here.examine(base_url=f"https://{HERE}:{free_port()}")


@ill("https", "https sites")
def _no_tls(here: House) -> Iterator[list[Row]]:
    before, here.front.context = here.front.context, None
    yield here.examine(base_url=here.front.url)
    here.front.context = before


@ill("http to https")
def _http_is_answered(here: House) -> Iterator[list[Row]]:
    before, here.plain.says = here.plain.says, _answer("text/html", "welcome")
    yield here.examine()
    here.plain.says = before


@ill("clock")
def _a_clock_that_is_behind(here: House) -> Iterator[list[Row]]:
    clock.set_clock(lambda: datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=90))
    yield here.examine()
    clock.set_clock(None)


@ill("WebSocket")
def _upgrades_are_swallowed(here: House) -> Iterator[list[Row]]:
    here.front.upgrade = "swallow"
    with waiting(2):
        found = here.examine()
    here.front.upgrade = "pass"
    assert any("swallowed" in row.found.says for row in found), told(found)
    yield [row for row in found if row.name == "WebSocket"]  # all are in a hurry here


@ill("SMTP")
def _a_mail_server_that_hangs(here: House) -> Iterator[list[Row]]:
    with mail_server("greeting", "hang") as (port, _), waiting(2):
        yield [row for row in here.examine(smtp=Smtp(host="127.0.0.1", port=port)) if row.name == "SMTP"]


@ill("SMTP")
def _a_mail_server_without_tls_for_a_password(here: House) -> Iterator[list[Row]]:
    with mail_server() as (port, _):
        yield here.examine(smtp=Smtp(host="127.0.0.1", port=port, user="eve", password="a password of Eve's"))


@ill("SMTP")
def _a_sender_that_is_refused(here: House) -> Iterator[list[Row]]:
    with mail_server("mail", "550") as (port, _):
        yield here.examine(smtp=Smtp(host="127.0.0.1", port=port))


@ill("SMTP")
def _a_wrong_password_for_mail(here: House) -> Iterator[list[Row]]:
    with refusing_mail_server(here.authority) as smtp:
        rows = here.examine(smtp=smtp)
        assert "password" in next(row.found.says for row in rows if row.name == "SMTP")
        yield rows


@ill("permissions")
def _a_secret_others_may_read(here: House) -> Iterator[list[Row]]:
    secret = here.settings.var / "secret"
    secret.chmod(0o644)
    yield here.examine()
    secret.chmod(0o600)


@ill("memory")
def _a_container_of_64_mb(here: House) -> Iterator[list[Row]]:
    bound = here.settings.var.parent / "memory.max"
    bound.write_text(f"{64 * 1024 * 1024}\n")
    yield here.examine(machine=Machine(memory=(bound,)))


@ill("network disk")
def _a_var_on_nfs(here: House) -> Iterator[list[Row]]:
    mounts = here.settings.var.parent / "mountinfo"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"2 1 0:50 / {here.settings.var.resolve()} rw shared:9 - nfs4 nas:/troth rw\n"
    )
    yield here.examine(machine=Machine(mounts=mounts))


@ill("server")
def _a_server_that_is_not_well(here: House) -> Iterator[list[Row]]:
    before = here.plain.says
    body = '{"ok": false, "version": "0.1.0", "role": "all", "broken": ["scribe"]}'
    here.plain.says = _answer("application/json", body)
    rows = here.examine(host=HERE, port=here.plain.port)
    here.plain.says = before
    yield [row for row in rows if row.name != "http to https"]  # the same small server


@pytest.mark.parametrize("what", [*ILLS, *OF_COPIES])
def test_what_is_broken_is_named_and_nothing_else(here: House, what: str) -> None:
    names, does = (ILLS | OF_COPIES)[what]
    with does(here) as rows:
        assert named(rows) == names, told(rows)
        assert all(row.found.mend and row.found.see for row in rows if row.found.state in ("broken", "warning"))
        text = told(rows)
    for secret in ("a password of Eve's", here.settings.secret_key.decode(), "eve@"):
        assert secret not in text


def test_enough_is_broken() -> None:
    assert len(ILLS | OF_COPIES) > 50
