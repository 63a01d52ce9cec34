"""Words of error pages."""

from django import template

from bole.foundation.ui import messages

register = template.Library()


@register.simple_tag
def explain_title(code: str) -> str:
    """Headline for an error code."""
    return messages.explain(code)[0]


@register.simple_tag
def explain_body(code: str) -> str:
    """What it means and what to do."""
    return messages.explain(code)[1]
