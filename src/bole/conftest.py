"""For every test of the package: property tests draw the same cases each time; a red run means a change.

``BOLE_EXPLORE=1`` draws new ones; a case found that way becomes an example of its test. A slow machine is no
fault of the program: nothing here fails for the time it took.
"""

import os

from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", PATIENT, derandomize=True, database=None)
settings.register_profile("exploring", PATIENT, print_blob=True)
settings.load_profile("exploring" if os.environ.get("BOLE_EXPLORE") else "repeatable")
