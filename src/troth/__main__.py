"""`python -m troth` is the command `troth`."""

import sys

from troth.project.command import main

sys.exit(main())
