"""The files of deploy/ that this machine can't start say what the code knows: settings, commands, names, paths."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.deployment import example
from tests.process import ROOT
from troth.kernel import config

DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "container" / "compose.yaml").read_text()
CONTAINERFILE = (DEPLOY / "container" / "Containerfile").read_text()
COMMON = (DEPLOY / "systemd" / "troth-.service.d" / "common.conf").read_text()


def test_the_example_of_the_settings_is_accepted(tmp_path: Path) -> None:
    read = config.load({**example(), "TROTH_VAR": str(tmp_path)})
    assert (read.base_url, read.secure, read.local, read.demo) == ("https://chat.example.org", True, False, False)
    assert read.drain > 1, "nginx passes over a process for a second (fail_timeout)"


@pytest.mark.parametrize("text", [COMMON, COMPOSE, CONTAINERFILE], ids=["systemd", "compose", "Containerfile"])
def test_only_what_is_a_setting_is_set(text: str) -> None:
    named = set(re.findall(r"\b((?:TROTH|DATABASE|FILES)_[A-Z_]+)\b[:=]", text))
    known = config.SETTINGS | {f"{name}_FILE" for name in config.SETTINGS}
    assert named
    assert named <= known, named - known


def test_every_secret_of_a_unit_is_handed_over_as_a_file() -> None:
    handed = set(re.findall(r"^LoadCredential=([a-z-]+):/etc/troth/secrets/\1$", COMMON, re.M))
    assert handed == set(re.findall(r"^Environment=[A-Z_]+_FILE=%d/([a-z-]+)$", COMMON, re.M)) != set()


@pytest.mark.parametrize("role", ["gateway", "web", "worker"])
def test_each_role_has_a_unit_and_containers(role: str) -> None:
    unit = (DEPLOY / "systemd" / f"troth-{role}@.service").read_text()
    assert f"\nExecStart=/opt/troth/bin/troth serve --role {role}\n" in unit
    assert "\nType=notify\n" in unit
    assert f"command: [serve, --role, {role}]" in COMPOSE


def test_what_the_container_copies_is_there() -> None:
    for file in re.findall(r"^      - (\.\S+?):", COMPOSE, re.M):
        assert (DEPLOY / "container" / file).exists() or file == "./tls", file
    for image in re.findall(r"^\s*image: (\S+)|^FROM (\S+)", COMPOSE + CONTAINERFILE, re.M):
        assert re.fullmatch(r"[a-z]+:[0-9][\w.-]*", "".join(image)), "pinned by a tag, without a host"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """All but the program, which stands where an operator put it."""
    shutil.copytree(DEPLOY / "systemd", tmp_path, dirs_exist_ok=True)
    program = tmp_path / "troth"
    program.touch(mode=0o755)
    names = []
    for file in (one for one in tmp_path.rglob("*.*") if one.is_file()):
        file.write_text(file.read_text().replace("/opt/troth/bin/troth", str(program)))
        if file.parent == tmp_path and file.suffix in (".service", ".target", ".timer"):
            names.append(str(file).replace("@.", "@8101."))
    told = subprocess.run(
        ["systemd-analyze", "verify", *names],
        capture_output=True,
        text=True,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    assert (told.returncode, told.stderr) == (0, "")
