"""Who is looking, in words: ``{% load people %}``."""

from django import template
from django.utils.translation import gettext as _

from bole.foundation.access.actors import Actor
from bole.foundation.access.roles import ROLE_CHOICES

register = template.Library()


@register.filter
def role_words(actor: Actor) -> str:
    """The actor's roles in the order of the role table, one after the other."""
    return _(", ").join(str(label) for code, label in ROLE_CHOICES if code in actor.roles)
