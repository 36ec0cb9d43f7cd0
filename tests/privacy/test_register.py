"""The register of processors decides where anything is sent: to hosts of active entries, and nowhere else."""

import pytest

from tests.privacy.away import HOST, server_away
from troth.datamap import doors, egress
from troth.datamap.doors import PurposeViolation, acting_for
from troth.datamap.purposes import ANSWER
from troth.filestore import Permanent
from troth.filestore.s3 import S3
from troth.kernel import config
from troth.kernel.config import Config, load
from troth.kernel.errors import Conflict, Invalid, NotFound
from troth.kernel.ids import new_id
from troth.post.models import Mail
from troth.privacy import register
from troth.privacy.admit import admit
from troth.privacy.complete import complete
from troth.privacy.models import Processor
from troth.privacy.move import move
from troth.privacy.propose import propose
from troth.privacy.queries import processors

_S = Processor.State


def state(mail: Mail) -> tuple[str, int, str]:
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.reason


def with_mail(host: str = HOST) -> Config:
    files = f"s3://key:secret@troth/x?endpoint=https://{host}"
    return load({"TROTH_VAR": str(config.current().var), "TROTH_SMTP_URL": f"smtp://{host}:25", "FILES_URL": files})


def test_a_mail_waits_until_its_server_is_active_in_the_register(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    with server_away(monkeypatch) as (sender, server, asked):
        refused = doors.refused["egress"]
        assert sender.send_due() == 0
        assert state(mail) == ("waiting", 0, f"the register of processors has no entry for {HOST}")
        assert doors.refused["egress"] == refused + 1
        assert sender.send_due() == 0
        assert doors.refused["egress"] == refused + 1  # the same mail once
        entry = propose("Mail Ltd", "sends the mail", [HOST])
        move(entry.id, _S.ANNOUNCED)
        assert sender.send_due() == 0
        assert state(mail) == ("waiting", 0, f"the register of processors has {HOST} as announced, not as active")
        assert (asked, server.mails) == ([], [])  # not even its name was looked up
        move(entry.id, _S.ACTIVE)
        assert sender.send_due() == 1
        assert state(mail) == ("sent", 1, "")
        assert len(server.mails) == 1


def test_what_was_ended_gets_nothing_and_loses_nothing(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = admitted()
    move(entry.id, _S.ENDED)
    assert admit(with_mail()) == []  # the next start changes nothing of it
    with server_away(monkeypatch) as (sender, server, _):
        for _again in range(3):
            assert sender.send_due() == 0
        assert state(mail) == ("waiting", 0, f"the register of processors has {HOST} as ended, not as active")
        move(entry.id, _S.ACTIVE)
        assert sender.send_due() == 1
        assert len(server.mails) == 1


def test_it_is_kept_in_memory_and_costs_no_statement_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "FRESH", 600.0)
    admitted()
    assert egress.why_not(HOST) == ""
    Processor.objects.update(state=_S.ENDED)  # as another process would
    assert egress.why_not(HOST) == ""  # nobody looked
    register.changed()
    assert "as ended" in egress.why_not(HOST)


def test_what_was_ended_is_refused_at_once_though_a_page_looks_meanwhile() -> None:
    (entry,) = admitted()
    assert egress.why_not(HOST) == ""
    move(entry.id, _S.ENDED)
    register.browser_hosts()  # begins to read, and waits for nothing
    assert "as ended" in egress.why_not(HOST)


def admitted() -> list[Processor]:
    admit(with_mail())
    return processors()


def test_hosts_of_the_settings_are_admitted_once() -> None:
    first = admit(with_mail())
    assert [(one.setting, one.host) for one in first] == [("TROTH_SMTP_URL", HOST), ("FILES_URL", HOST)]
    assert admit(with_mail()) == []
    (entry,) = processors()  # of one host, so that who ends it ends all that goes there
    assert (entry.hosts, entry.state, entry.setting) == ([HOST], "active", "TROTH_SMTP_URL, FILES_URL")
    assert {one.host for one in admit(with_mail("other.away.test"))} == {"other.away.test"}
    assert admit(load({"TROTH_VAR": str(config.current().var), "TROTH_SMTP_URL": "smtp://localhost:25"})) == []


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.3.2.1", "::1", "[::1]", "mail.localhost", "LOCALHOST."]
)
def test_this_machine_needs_no_entry(host: str) -> None:
    assert egress.why_not(host) == ""


@pytest.mark.parametrize("host", ["", "10.0.0.1", "localhost.example", "169.254.169.254", "0.0.0.0", "mail"])
def test_all_else_does(host: str) -> None:
    assert "no entry" in egress.why_not(host)


def test_files_go_nowhere_either() -> None:
    at = with_mail("files.away.test").files
    entry = propose("Files Ltd", "keeps files", ["files.away.test"])
    with acting_for(ANSWER), pytest.raises(Permanent, match="as proposed"):
        S3(at).put("3f/" + "0" * 32, b"box")
    move(entry.id, _S.ENDED)
    for act in (lambda s: s.get("x"), lambda s: s.attempt(), lambda s: list(s.names()), lambda s: s.delete("x")):
        with acting_for(ANSWER), pytest.raises(Permanent, match="as ended"):
            act(S3(at))


def test_a_way_out_without_a_purpose_is_refused() -> None:
    refused = doors.refused["egress"]
    with pytest.raises(PurposeViolation):
        egress.out_to("127.0.0.1", "a webhook")
    assert doors.refused["egress"] == refused + 1


def test_states_go_forward() -> None:
    entry = propose("Mail Ltd", "sends", [HOST])
    with pytest.raises(Conflict, match="proposed"):
        move(entry.id, _S.ACTIVE)  # nobody was told yet
    assert move(entry.id, _S.ANNOUNCED).state == "announced"
    active = move(entry.id, _S.ACTIVE)
    assert move(entry.id, _S.ACTIVE).since == active.since  # a repeat changes nothing
    with pytest.raises(Conflict):
        move(entry.id, _S.ANNOUNCED)
    with pytest.raises(NotFound):
        move(new_id(), _S.ENDED)


def test_an_entry_is_completed_and_its_hosts_stay() -> None:
    (entry,) = admitted()
    done = complete(entry.id, name="Mail Ltd", country="de", policy="https://mail.away.test/privacy")
    assert (done.name, done.country, done.hosts, done.state) == ("Mail Ltd", "DE", [HOST], "active")


@pytest.mark.parametrize(
    "wrong",
    [
        {"hosts": []},
        {"hosts": ["https://mail.example"]},
        {"hosts": ["*.example"]},
        {"hosts": ["a b"]},
        {"hosts": [f"h{n}.example" for n in range(21)]},
        {"hosts": ["x.example"], "country": "Germany"},
        {"hosts": ["x.example"], "policy": "javascript:alert(1)"},
        {"hosts": ["x.example"], "policy": "https://x.example/ y"},
        {"hosts": ["x.example"], "browser": ["frame-ancestors"]},
        {"hosts": ["x.example"], "mechanism": "x" * 201},
        {"hosts": ["x.example"], "mechanism": "the EU-US Privacy Shield"},
        {"hosts": ["x.example; script-src *"]},
    ],
)
def test_what_an_entry_can_not_say(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        propose("X", "does x", **wrong)  # type: ignore[arg-type]
    assert processors() == []
