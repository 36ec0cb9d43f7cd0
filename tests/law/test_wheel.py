"""A wheel made from the checkout serves both apps where there is no Node and no checkout."""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.law.files import ROOT, tracked
from tests.process import Troth


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy: the build empties `static`, from which other tests may be served at this moment."""
    copy, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for path in tracked():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    subprocess.run(["cp", "-a", ROOT / "node_modules", copy / "node_modules"], check=True)
    build: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out]
    told = subprocess.run(build, cwd=copy, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    return next(out.glob("troth-*.whl"))


@pytest.mark.slow
async def test_a_wheel_serves_without_node(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:  # what an installer of a pure wheel does
        packed.extractall(site)
    (tmp_path / "var").mkdir()
    settings = {"PYTHONPATH": str(site), "PATH": os.fspath(tmp_path)}
    server = Troth(tmp_path / "var", settings, cwd=tmp_path, installed=True)
    await server.start()
    try:
        assert _home_of_troth(settings, tmp_path).is_relative_to(site)
        console = await server.get("/console/")
        assert 'type="module"' in console
        for asset in re.findall(r'(?:src|href)="(/console/[^"]+\.(?:js|css))"', console):
            assert await server.get(asset)
        loader = await server.get(f"/w/{server.demo['site_key']}.js")
        assert server.demo["site_key"] in loader
        assert "<script" in await server.get(f"/w/{server.demo['site_key']}/panel")
    finally:
        await server.stop()


def _home_of_troth(settings: dict[str, str], cwd: Path) -> Path:
    program = "import troth; print(troth.__file__)"
    env = {**os.environ, **settings}
    told = subprocess.run([sys.executable, "-c", program], env=env, cwd=cwd, capture_output=True, text=True, check=True)
    return Path(told.stdout.strip())


def test_what_is_imported_is_what_is_installed() -> None:
    """Every package the product imports comes with its declared dependencies, or with an extra that an operator may
    ask for; not with our tools."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = sum(project["optional-dependencies"].values(), project["dependencies"])
    come: set[str] = set()
    todo = list(declared)
    while todo:
        wanted = re.match(r"([\w\-.]+)(?:\[([\w,]+)\])?", todo.pop())
        assert wanted is not None
        name, extras = wanted[1].lower().replace("_", "-"), (wanted[2] or "").split(",")
        if wanted[0] not in come:
            come |= {wanted[0], name}
            with contextlib.suppress(metadata.PackageNotFoundError):  # for another platform
                for one in metadata.requires(name) or []:
                    extra = re.search(r"extra == ['\"]([\w\-]+)", one)
                    if extra is None or extra[1] in extras:
                        todo.append(one)
    owners = metadata.packages_distributions()
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "src/troth").rglob("*.py")
        for name in _imports(path)
        if name != "troth"
        and name not in sys.stdlib_module_names
        and not any(one.lower().replace("_", "-") in come for one in owners.get(name, []))
    }
    assert foreign == set()


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found
