import stat
from pathlib import Path

import pytest

from troth.kernel.buckets import Buckets
from troth.kernel.config import SETTINGS, Config, ConfigError, FilesAt, load
from troth.kernel.limits import Limits


def read(tmp_path: Path, **env: str) -> Config:
    return load({"TROTH_VAR": str(tmp_path), **env})


def test_without_settings_everything_has_a_sensible_value(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert (config.host, config.port, config.base_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert config.database.kind == "sqlite"
    assert config.database.path == tmp_path / "troth.sqlite3"
    assert config.smtp is None
    assert config.limits == Limits()
    assert config.hosts == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://xn--gre-6ka8l.example/", ["xn--gre-6ka8l.example"]),
        ("http://192.0.2.7:8080", ["192.0.2.7"]),
        ("http://chat", ["chat"]),
    ],
)
def test_addresses_people_reach_it_by(tmp_path: Path, url: str, hosts: list[str]) -> None:
    assert read(tmp_path, TROTH_BASE_URL=url).hosts == hosts


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_new_var_is_for_its_owner_only(tmp_path: Path) -> None:
    read(tmp_path / "fresh")
    assert (tmp_path / "fresh").stat().st_mode & 0o777 == 0o700


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    config = read(tmp_path, TROTH_SECRET_KEY="k" * 32)
    assert len({config.secret("passes"), config.secret("keyring"), config.secret_key}) == 3


def test_a_secret_key_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 40 + "\n")
    assert read(tmp_path, TROTH_SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == b"f" * 40


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "postgres://db/troth"), ("TROTH_SMTP_URL", "smtp://mail")]
)
def test_any_setting_may_come_from_a_file_and_not_from_both(tmp_path: Path, name: str, value: str) -> None:
    (tmp_path / "given").write_text(value + "\n")
    from_file = read(tmp_path, **{f"{name}_FILE": str(tmp_path / "given")})
    assert from_file == read(tmp_path, **{name: value})
    with pytest.raises(ConfigError, match=f"^{name} and {name}_FILE are both set"):
        read(tmp_path, **{name: value, f"{name}_FILE": str(tmp_path / "given")})


def test_what_a_file_holds_is_complained_of_by_the_name_that_was_set(tmp_path: Path) -> None:
    (tmp_path / "given").write_text("mysql://root@db/troth")
    with pytest.raises(ConfigError, match=r"^DATABASE_URL_FILE must begin with"):
        read(tmp_path, DATABASE_URL_FILE=str(tmp_path / "given"))


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"did you mean TROTH_BASE_URL\?"):
        read(tmp_path, TROTH_BASEURL="https://chat.example.org")


@pytest.mark.parametrize(
    "env",
    [
        {"TROTH_DEMO": "1", "TROTH_BASE_URL": "https://chat.example.org"},
        {"TROTH_SMTP_URL": "smtp://:word@mail.example"},
        {"TROTH_LIMIT_BODY_SIZE": "9000000", "TROTH_LIMIT_BODIES_SIZE": "8000000"},
        {"TROTH_LIMIT_FILE_SIZE": "3000000000"},
        {"FILES_URL": "s3://key:secret@bucket", "AWS_ACCESS_KEY_ID": "another"},
        {"FILES_URL": "s3://bucket", "AWS_ACCESS_KEY_ID": "alone"},
    ],
)
def test_settings_that_contradict_each_other_are_refused(tmp_path: Path, env: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, **env)
    text = str(caught.value)
    assert any(text.startswith(name) for name in env)
    assert text.endswith(".")
    assert "\n" not in text


def test_the_keyring_is_a_file_or_a_database_of_its_own(tmp_path: Path) -> None:
    assert read(tmp_path).keyring.path == tmp_path / "keyring.sqlite3"
    mine = {"DATABASE_URL": "postgres://ann@db.example/troth"}
    keyring = read(tmp_path, **mine, TROTH_KEYRING_URL="postgres://ann@db.example/keys").keyring
    assert (keyring.kind, keyring.name) == ("postgres", "keys")


@pytest.mark.parametrize(
    ("database", "keyring", "said"),
    [
        ("postgres://ann@db.example/troth", "postgres://ben:secret@db.example:5432/troth", "the same database"),
        ("postgres://localhost/troth", "postgres://127.0.0.1/troth", "the same database"),
        ("postgres://localhost/troth", "sqlite:///keys", "must begin with postgres://"),
        ("", "mysql://db.example/keys", "TROTH_KEYRING_URL must begin with postgres://"),
        ("", "postgres://db.example", "TROTH_KEYRING_URL names no database"),
    ],
)
def test_a_keyring_elsewhere_is_refused(tmp_path: Path, database: str, keyring: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as refused:
        read(tmp_path, DATABASE_URL=database, TROTH_KEYRING_URL=keyring)
    assert "secret" not in str(refused.value)


def test_no_complaint_repeats_a_password(tmp_path: Path) -> None:
    for name, value in (
        ("TROTH_BASE_URL", "https://ann:sesame@chat.example"),
        ("DATABASE_URL", "mysql://ann:sesame@db.example/troth"),
        ("DATABASE_URL", "postgres://ann:sesame@db.example:port/troth"),
        ("DATABASE_URL", "postgres://ann:sesame%zz@db.example/troth"),  # libpq would repeat these
        ("DATABASE_URL", "postgres://ann:100%sesame@db.example/troth"),
        ("DATABASE_URL", "postgres://ann:sesame%00@db.example/troth"),
        ("DATABASE_URL", "postgres://ann:open sesame@db.example/troth"),
        ("DATABASE_URL", "postgres://ann:open@sesame@db.example/troth"),
        ("DATABASE_URL", "postgres://db.example/troth?user=ann&password=sesame%"),
        ("TROTH_KEYRING_URL", "postgres://ann:sesame%zz@db.example/keys"),
        ("FILES_URL", "ftp://ann:sesame@bucket"),
        ("TROTH_SMTP_URL", "http://ann:sesame@mail.example"),
        ("TROTH_SECRET_KEY", "sesame"),
    ):
        with pytest.raises(ConfigError) as caught:
            read(tmp_path, **{name: value})
        assert name in str(caught.value)
        assert "sesame" not in str(caught.value)


def test_addresses_of_databases(tmp_path: Path) -> None:
    database = read(tmp_path, DATABASE_URL="postgres://ann:p%40ss@db.example:5433/troth").database
    assert (database.kind, database.user, database.password, database.host, database.port, database.name) == (
        "postgres", "ann", "p@ss", "db.example", 5433, "troth",
    )  # fmt: skip
    encrypted = read(tmp_path, DATABASE_URL="postgres://db.example/troth?sslmode=verify-full&sslrootcert=%2Fca.pem")
    assert encrypted.database.options == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert read(tmp_path, DATABASE_URL="sqlite:////data/troth.db").database.path == Path("/data/troth.db")


def test_addresses_of_files(tmp_path: Path) -> None:
    assert read(tmp_path).files == FilesAt(kind="folder", folder=tmp_path / "files")
    assert read(tmp_path, FILES_URL="/data/files").files == FilesAt(kind="folder", folder=Path("/data/files"))
    asked = "?endpoint=http://127.0.0.1:9000/&region=eu-1"
    at = FilesAt(
        kind="s3",
        bucket="troth",
        prefix="a/b",
        endpoint="http://127.0.0.1:9000",
        region="eu-1",
        key_id="me",
        secret="/+",
    )
    assert read(tmp_path, FILES_URL=f"s3://me:%2F%2B@troth/a/b/{asked}").files == at
    beside = {"AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "/+"}
    assert read(tmp_path, FILES_URL=f"s3://troth/a/b{asked}", **beside).files == at
    amazon = read(tmp_path, FILES_URL="s3://me:word@troth?region=eu-central-1").files
    assert amazon.endpoint == "https://s3.eu-central-1.amazonaws.com"


def test_addresses_of_mail_servers(tmp_path: Path) -> None:
    smtp = read(tmp_path, TROTH_SMTP_URL="smtps://me:pw@mail.example").smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.user, smtp.password, smtp.tls) == ("mail.example", 465, "me", "pw", "implicit")


def test_a_public_address_answers_only_to_its_own_name(tmp_path: Path) -> None:
    config = read(tmp_path, TROTH_BASE_URL="https://chat.example.org/")
    assert (config.base_url, config.hosts, config.secure) == ("https://chat.example.org", ["chat.example.org"], True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("TROTH_VAR", "/proc/nowhere"),
        ("DATABASE_URL", "mysql://root@db/troth"),
        ("DATABASE_URL", "postgres://db:port/troth"),
        ("DATABASE_URL", "postgres://db"),
        ("DATABASE_URL", "sqlite://"),
        ("TROTH_BASE_URL", "chat.example.org"),
        ("TROTH_BASE_URL", "https://chat.example.org/support"),
        ("TROTH_BASE_URL", "https://[chat"),
        ("TROTH_BASE_URL", "http://a b"),
        ("TROTH_BASE_URL", "https://xn--$$"),
        ("TROTH_BASE_URL", "https://chat\t.example.org"),
        ("TROTH_BASE_URL", "https://chat.example.org\\@evil.example"),
        ("TROTH_BASE_URL", "https://grüße.example"),
        ("TROTH_BASE_URL", "https://-chat.example.org"),
        ("TROTH_BASE_URL", "https://chat..example.org"),
        ("TROTH_BASE_URL", "https://chat_.example.org"),
        ("TROTH_BASE_URL", "https://chat.example.org:99999"),
        ("TROTH_BASE_URL", "https://me@chat.example.org"),
        ("TROTH_PORT_FILE", "/nowhere/at/all"),
        ("TROTH_PORT_FILE", "/tmp"),
        ("TROTH_PORT_FILE", "/"),
        ("TROTH_SECRET_KEY_FILE", "/dev/null"),
        ("TROTH_SECRET_KEY_FILE", "/tmp"),
        ("TROTH_SMTP_URL", "smtp://a b"),
        ("TROTH_SMTP_URL", "smtp://mail.example:0"),
        ("TROTH_SECRET_KEY", "short"),
        ("TROTH_SECRET_KEY_FILE", "/nowhere/at/all"),
        ("TROTH_SMTP_URL", "http://mail.example"),
        ("TROTH_SMTP_URL", "smtp://mail.example:mail"),
        ("TROTH_MAIL_FROM", "Troth"),
        ("TROTH_MAIL_FROM", "Troth <troth>"),
        ("TROTH_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"),
        ("TROTH_TRUSTED_PROXIES", "10.0.0.0/8, everyone"),
        ("TROTH_DEMO", "yes"),
        ("TROTH_DOOR", "channels"),
        ("TROTH_THREADS", "0"),
        ("TROTH_LIMIT_VISITOR_RATE", "fast"),
        ("TROTH_LIMIT_FILE_SIZE", "0"),
        ("TROTH_LIMIT_FILE_SIZE", "1.5"),
        ("TROTH_LIMIT_VISITOR_RATE", "nan"),
        ("TROTH_BASEURL", "https://chat.example.org"),
        ("TROTH_LIMIT_NOTHING", "1"),
        ("FILES_URL", "s3://bucket"),
        ("FILES_URL", "s3://key@bucket"),
        ("FILES_URL", "s3://:secret@bucket"),
        ("FILES_URL", "s3://key:secret@"),
        ("FILES_URL", "s3://key:secret@Buck_et/x"),
        ("FILES_URL", "s3://key:secret@bucket:9000/x"),
        ("FILES_URL", "s3://key:secret@bucket/../x y"),
        ("FILES_URL", "s3://key:secret@bucket/x?endpoint=minio:9000"),
        ("FILES_URL", "s3://key:secret@bucket/x?endpoint=https://s3.example.org/path"),
        ("FILES_URL", "s3://key:secret@bucket/x?endpoint=http://s3.example.org:99999"),
        ("FILES_URL", "s3://key:secret@bucket/x?region=Europe, west"),
        ("FILES_URL", "s3://key:secret@bucket/x?zone=1"),
        ("FILES_URL", "s3://key:secret@bucket/x?region"),
        ("FILES_URL", "s3://[key:secret@bucket/x"),
        ("FILES_URL", "https://s3.example.org/bucket"),
        ("DATABASE_URL_FILE", "/nowhere/at/all"),
        ("TROTH_SMTP_URL_FILE", "/dev/null"),
        ("TROTH_VAR_FILE", "/tmp/var"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, **{name: value})
    text = str(caught.value)
    assert text.startswith(name)
    assert text.count("\n") == 0
    assert text.endswith(".")


def test_a_limit_is_set_by_its_name(tmp_path: Path) -> None:
    limits = read(tmp_path, TROTH_LIMIT_VISITOR_RATE="0.5", TROTH_LIMIT_FILE_SIZE="1000").limits
    assert (limits.visitor_rate, limits.file_size) == (0.5, 1000)


def test_all_settings_are_strings_the_operator_can_type() -> None:
    assert all(name.isupper() and name.isascii() for name in SETTINGS)


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    at = 0.0
    buckets = Buckets[str](3, 2.0, lambda: at)
    assert [buckets.take("ann") for _ in range(4)] == [True, True, True, False]
    assert buckets.take("ben")
    at = 0.5
    assert [buckets.take("ann"), buckets.take("ann")] == [True, False]


def test_buckets_forget_who_is_quiet() -> None:
    at = 0.0
    buckets = Buckets[int](3, 1.0, lambda: at)
    for key in range(1024):
        buckets.take(key)
    at = 3.0
    buckets.take(-1)
    assert len(buckets) == 1


def test_in_the_demo_one_machine_plays_everybody(tmp_path: Path) -> None:
    env = {"TROTH_VAR": str(tmp_path)}
    assert load(env | {"TROTH_DEMO": "1"}).limits.address_conversations == 300_000
    assert load(env | {"TROTH_DEMO": "1", "TROTH_LIMIT_ADDRESS_VISITORS": "7"}).limits.address_visitors == 7
    assert load(env).limits.address_conversations == 3_000
