"""The description of the API, as the product serves it."""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from typing import Any

from tests.law.files import ROOT

PROGRAM = """
import json, django
django.setup()
from troth.project.api import api
print(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str))
"""


@cache
def schema() -> dict[str, Any]:
    """OpenAPI of /api/v1, read in a process of its own so that no settings stay behind in this one."""
    with tempfile.TemporaryDirectory(prefix="troth-law-") as var:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "troth.project.settings", "TROTH_VAR": var}
        told = subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=ROOT / "src", env=env, capture_output=True, check=True
        )
    described: dict[str, Any] = json.loads(told.stdout)
    return described
