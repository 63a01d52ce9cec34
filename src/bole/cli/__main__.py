"""`python -m bole.cli` is the same program as `bole`."""

import sys

from bole.cli.main import main

sys.exit(main())
