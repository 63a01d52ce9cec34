"""What several pages of the portal do alike."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from bole.foundation.ui import messages
from bole.hiring.interviews import pages, queries
from bole.hiring.interviews.models import Interview
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError


def questions_of(interview: Interview) -> list[dict[str, Any]]:
    """The questions as the portal sees them."""
    found: list[dict[str, Any]] = queries.state_for(interview, utc_now())["questions"]
    return found


def go_on(interview: Interview, token: str) -> HttpResponse:
    """Off to the next thing to do."""
    return redirect(pages.next_address(interview, token, questions_of(interview), utc_now()))


def words_of(error: BoleError) -> str:
    """A refusal as one line."""
    title, text = messages.explain(error.code)
    return f"{title}。{text}" if text.endswith("。") else f"{title}. {text}"
