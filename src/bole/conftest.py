"""For every test of the package: property tests draw the same cases each time; a red run means a change.

``BOLE_EXPLORE=1`` draws new ones; a case found that way becomes an example of its test.
"""

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("exploring", print_blob=True)
settings.load_profile("exploring" if os.environ.get("BOLE_EXPLORE") else "repeatable")
