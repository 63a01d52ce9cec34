"""Who watches recordings together: nobody who may not watch them alone."""

from bole.foundation.access import permissions, roles
from bole.hiring.interviews import policies as interviews

WATCH = interviews.WATCH  # the interview's own right; which interviews, interviews.queries says
OPEN = permissions.declare(
    "viewings.open",
    {*roles.HR, roles.INTERVIEWER, roles.HIRING_MANAGER},
    "Open a recording to be watched together",
    guests=True,
).name
