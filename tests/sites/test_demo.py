"""The demo: its people, its shops' pages, the page of captured mail."""

import stat
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from tests.cast import Api
from troth.accounts.models import Member, Person
from troth.kernel import config
from troth.kernel.ids import new_id
from troth.log import Log
from troth.project.demo import seed
from troth.sites.models import Site


@pytest.fixture(scope="module")
def told(log: Log) -> dict[str, object]:
    return seed(config.current(), 8000)


def page(address: str) -> str:
    answer = Client(headers={"host": "127.0.0.1:8000"}).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_demo_says_what_a_newcomer_needs(told: dict[str, object]) -> None:
    assert set(told) == {"base_url", "console_url", "site_url", "site_key", "mail_url", "people", "workspaces"}
    people = told["people"]
    assert isinstance(people, list)
    assert [set(person) for person in people] == [{"name", "email", "password", "role"}] * 3
    file = config.current().var / "demo.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert msgspec.json.decode(file.read_bytes()) == told


def test_a_second_start_changes_nothing(told: dict[str, object]) -> None:
    before = (Person.objects.count(), Member.objects.count(), Site.objects.count())
    assert seed(config.current(), 8000) == told
    assert (Person.objects.count(), Member.objects.count(), Site.objects.count()) == before


def test_a_lost_file_gives_new_passwords_that_work(told: dict[str, object]) -> None:
    file = config.current().var / "demo.json"
    file.unlink()
    again = seed(config.current(), 8000)
    ada = again["people"][0]
    assert ada["password"] != told["people"][0]["password"]  # type: ignore[index]
    assert Person.objects.get(email=ada["email"]).check_password(ada["password"])


def test_ada_serves_both_shops_ben_one_and_cy_none(told: dict[str, object]) -> None:
    works = {
        person.name: sorted(Member.objects.filter(person=person).values_list("workspace__name", flat=True))
        for person in Person.objects.filter(email__endswith="@demo.example")
    }
    assert works == {
        "Ada Lindqvist": ["Alma Tea", "Harbour Bikes"],
        "Ben Okafor": ["Harbour Bikes"],
        "Cy Moreau": [],
    }


def test_each_shop_has_its_own_look_form_alias_and_telemetry(told: dict[str, object]) -> None:
    bikes, tea = (Api().get(f"/sites/{key}/widget").body for key in ("harbourbikes", "almatea"))
    assert (bikes["profile"]["telemetry"], tea["profile"]["telemetry"]) == ("off", "basic")
    for part in ("look", "fields", "texts"):
        assert bikes[part] != tea[part]


@pytest.mark.parametrize("address", ["/demo", "/demo/bikes", "/demo/2", "/demo/2/brewing", "/demo/strict"])
def test_a_shops_page_carries_the_widget_by_one_script_line(address: str, told: dict[str, object]) -> None:
    text = page(address)
    key = "almatea" if "/2" in address else "harbourbikes"
    assert text.count("<script") == 1
    assert f'<script async src="http://localhost:8000/w/{key}.js"></script>' in text
    assert "style=" not in text


def test_the_strict_page_allows_the_widget_and_nothing_else(told: dict[str, object]) -> None:
    answer = Client(headers={"host": "127.0.0.1:8000"}).get("/demo/strict")
    policy = answer["Content-Security-Policy"]
    assert "script-src http://localhost:8000/w/;" in policy
    assert "frame-src http://localhost:8000/w/;" in policy
    assert "unsafe" not in policy
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_the_assets_are_those_of_the_folder_only() -> None:
    client = Client(headers={"host": "127.0.0.1:8000"})
    assert client.get("/demo/assets/tea.css")["Content-Type"] == "text/css; charset=utf-8"
    for name in ("..%2fdemo.py", "%2e%2e", ".", "nothing.css"):
        assert client.get(f"/demo/assets/{name}").status_code == 404


class TestCapturedMail:
    @pytest.fixture
    def mail(self, log: Log) -> str:
        message = EmailMessage()
        message["From"] = "Harbour Bikes <troth@localhost>"
        message["To"] = "vi@example.test"
        message["Subject"] = "Your chat <script>alert(1)</script> مرحبا"
        message.set_content("Plain <b>words</b>")
        message.add_alternative("<p style='color:red'>Rich</p><script>alert(1)</script>", subtype="html")
        message.add_attachment(b"{}", maintype="application", subtype="json", filename="transcript.json")
        return self.put(message.as_bytes())

    def put(self, content: bytes) -> str:
        folder: Path = config.current().mail_dir
        folder.mkdir(exist_ok=True)
        name = str(new_id())
        (folder / f"{name}.eml").write_bytes(content)
        return name

    def test_the_list_shows_subject_and_receiver_as_text(self, mail: str) -> None:
        text = page("/mail")
        assert f'href="/mail/{mail}"' in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; مرحبا" in text
        assert "<script" not in text

    def test_a_mail_is_shown_with_its_html_in_a_sandbox(self, mail: str) -> None:
        text = page(f"/mail/{mail}")
        assert f'<iframe title="The mail as its reader sees it" sandbox src="/mail/{mail}/html">' in text
        assert "Plain &lt;b&gt;words&lt;/b&gt;" in text
        inner = Client(headers={"host": "127.0.0.1:8000"}).get(f"/mail/{mail}/html")
        policy = inner["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert inner["X-Frame-Options"] == "SAMEORIGIN"

    def test_an_attachment_is_saved_never_shown(self, mail: str) -> None:
        client = Client(headers={"host": "127.0.0.1:8000"})
        text = page(f"/mail/{mail}")
        address = text.split('<ul class="parts"')[1].split('href="')[1].split('"')[0]
        answer = client.get(address)
        assert answer.content == b"{}"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            b"Subject: =?x?y?z?=\r\n\r\nwords",
            b"Content-Type: text/plain; charset=nothing\r\n\r\n\xff",
            b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        ],
    )
    def test_a_broken_mail_breaks_no_page(self, content: bytes, log: Log) -> None:
        name = self.put(content)
        page("/mail")
        page(f"/mail/{name}")

    def test_only_mails_are_read(self, log: Log) -> None:
        client = Client(headers={"host": "127.0.0.1:8000"})
        for name in ("..%2fdemo", "demo", "%00"):
            assert client.get(f"/mail/{name}").status_code == 404
