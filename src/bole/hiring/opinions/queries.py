"""Reads of what candidates' opinions led to."""

from collections.abc import Mapping

from django.db.models import QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.surveys import policies
from bole.foundation.surveys import queries as surveys
from bole.hiring.opinions.models import BadRating


def badly_rated(actor: Actor) -> QuerySet[BadRating]:
    """Questions of the interview somebody should look at, newest first."""
    allowed = permissions.allowed(actor, policies.READ)
    return BadRating.objects.all() if allowed else BadRating.objects.none()


def published_titles() -> dict[str, Mapping[str, str]]:
    """Surveys a process can send: key → title."""
    return {key: one.draft["title"] for key, one in surveys.published().items()}
