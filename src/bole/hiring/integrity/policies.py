"""Who sees observations, who decides about them, who may know whose answer was copied."""

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("integrity.view", roles.HR, "See observations about an interview").name
DECIDE = permissions.declare("integrity.decide", roles.HR, "Decide about observations").name
PAIRS = permissions.declare("integrity.pairs", {roles.HEAD_OFFICE_HR}, "See both sides of a near-copy").name
EXPOSURE = permissions.declare(
    "integrity.exposure", {roles.HEAD_OFFICE_HR}, "See how often questions are used"
).name
