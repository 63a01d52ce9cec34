"""How an interview stands, as the candidate's pages and the recorder's interface both draw it."""

from typing import Any

from django.urls import reverse

from bole.foundation.files import queries as file_queries
from bole.hiring.interviews import link, queries
from bole.hiring.interviews.models import Interview
from bole.kernel.clock import utc_now


def interview_of(holder: link.Pass) -> Interview:
    """The holder's interview, under his own rights."""
    return queries.get(holder.interview_id)


def whole_state(holder: link.Pass) -> dict[str, Any]:
    """What the pages draw from."""
    return {**queries.state_for(interview_of(holder), utc_now()), "part_bytes": file_queries.part_bytes()}


def base(token: str) -> str:
    """The address below which the interface of this link lives."""
    return reverse("interviews:api-state", kwargs={"token": token}).removesuffix("state/")
