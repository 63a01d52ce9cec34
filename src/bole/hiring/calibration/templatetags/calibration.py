"""Tags of the pages of agreement."""

from django import template

from bole.foundation.access import actors, permissions
from bole.hiring.assessment import policies

register = template.Library()


@register.simple_tag
def may_rescore() -> bool:
    """Whether the reader may rate an archive by another rubric."""
    return permissions.allowed(actors.current(), policies.RESCORE)
