"""Helpers of the console's tests: somebody of the cast at his screen."""

from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.models import User
from bole.hiring.conftest import Cast


def enter(cast: Cast, who: str) -> Client:
    """A client of one of the cast, logged in with both factors."""
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client
