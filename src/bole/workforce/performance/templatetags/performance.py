"""Filters of these pages: ``{% load performance %}``."""

from collections.abc import Mapping
from typing import Any

from django import template

from bole.workforce.performance import words

register = template.Library()


@register.filter
def entry(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; an empty mapping without it."""
    return found.get(key) or {}


@register.filter
def proposal(key: str) -> str:
    """What a review proposes, in words."""
    return str(words.PROPOSALS.get(key, key))
