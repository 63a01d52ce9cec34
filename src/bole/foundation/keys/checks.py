"""`check --deploy` names a keyring that must not guard real data."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from bole.foundation.keys.current import keyring
from bole.kernel.errors import BoleError


@register(Tags.security, deploy=True)
def keyring_is_sound(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """The keyring opens, is private, and was not made for the demo."""
    del app_configs, kwargs
    try:
        keyring()
    except BoleError as error:
        return [Error(error.message, id=f"bole.keys.{error.code}")]
    return []
