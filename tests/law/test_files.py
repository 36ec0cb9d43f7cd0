"""No tracked file names a registry, a machine or a person's folder; lock files hold hashes and no addresses."""

import re

import pytest

from tests.law.files import ROOT, text, tracked

# Each host is written in two halves, so that this file does not break its own law.
REGISTRIES = [
    re.compile(first + re.escape(second))
    for first, second in [
        ("files.pythonhosted", ".org"),
        (r"(?<![a-z])pypi", ".org"),
        ("registry.npmjs", ".org"),
        ("registry.yarnpkg", ".com"),
        ("npmjs", ".com"),
        ("deb.debian", ".org"),
    ]
]
MACHINE = re.compile(r"(?:/home/[a-z]|/roo" + r"t/|/Users/[A-Za-z]|/wor" + r"k/)")


def test_no_tracked_file_names_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked()
        if (content := text(path))
        for host in REGISTRIES
        if (hit := host.search(content))
    ]
    assert found == []


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked()
        if (content := text(path)) and (hit := MACHINE.search(content))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml", "yarn.lock", "pnpm-lock.yaml"])
def test_no_other_lock_file_is_tracked(name: str) -> None:
    assert ROOT / name not in tracked()


def test_the_python_lock_names_every_file_by_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([a-z0-9][\w.\-]*)==([^\s;]+)(.*?)(?=^[a-z0-9#]|\Z)", lock, re.M | re.S)
    assert len(pins) > 40
    assert [name for name, _, rest in pins if "--hash=sha256:" not in rest] == []
    assert "://" not in lock


def test_the_web_lock_holds_hashes_and_no_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved": "http' not in lock
    assert lock.count('"integrity"') > 50
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text().split("[project.scripts]")
    groups = pyproject[0] + pyproject[1].split("\n]")[0]
    names = re.findall(r'"([a-zA-Z0-9][\w\-]*)(?:\[[\w,]+\])?(?:==|>=|")', groups.split("dependencies = [", 1)[1])
    lock = (ROOT / "requirements.lock").read_text()
    missing = [name for name in names if not re.search(rf"^{re.escape(name.lower())}==", lock, re.M)]
    assert len(names) > 20
    assert missing == []


def test_no_python_file_grows_into_a_magnet() -> None:
    """300 lines is a long file; beyond 400 it is more than one idea."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked()
        if path.suffix in {".py", ".ts", ".tsx"}
        and path.parent != ROOT / "web/wire"  # made from src/troth/wire and the API
        and (lines := len((text(path) or "").splitlines())) > 400
    }
    assert long == {}


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = re.compile(r"(?:^|/)(?:utils?|helpers?|services?|common|managers?|misc)(?:\.(?:py|ts|tsx)$|/)")
    assert [str(one.relative_to(ROOT)) for one in tracked() if drawers.search(str(one.relative_to(ROOT)))] == []
