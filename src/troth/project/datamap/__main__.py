"""Write docs/datamap.md and datamap.lock anew.

python -m troth.project.datamap docs/datamap.md      # or: ./dev docs
"""

import os
import sys
import tempfile
from pathlib import Path

import django

from troth.kernel import config


def main() -> None:
    with tempfile.TemporaryDirectory() as nothing:
        config.use(config.load({"TROTH_VAR": nothing}))
        os.environ["DJANGO_SETTINGS_MODULE"] = "troth.project.settings"
        django.setup()
        from .check import LOCK, lock_text
        from .page import page

        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
        LOCK.write_text(lock_text(), encoding="utf-8")


main()
