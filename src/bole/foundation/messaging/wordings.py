"""The words in force for a message: the bank's own, of the nearest unit that may have them, else the
library's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging import rules, templates
from bole.foundation.messaging.models import Route, Wording
from bole.foundation.messaging.rules import Rendered
from bole.foundation.org import queries as org
from bole.ports.channel import Form


@dataclass(frozen=True, slots=True)
class Words:
    """A text ready to be filled. ``wording_id`` None: the library's."""

    subject: str
    body: str
    version: int
    sha256: str
    gateway_code: str = ""
    wording_id: uuid.UUID | None = None

    def render(self, context: Mapping[str, str]) -> Rendered:
        """Filled; see rules.render."""
        return rules.render(self.subject, self.body, dict(context))


def in_force(key: str, language: str, form: Form, unit_id: uuid.UUID) -> Words:
    """The text a message of that unit is written with today."""
    own = _own(key, templates.language_of(language), form, unit_id)
    return words_of(own) if own is not None else library(key, language, form)


def library(key: str, language: str, form: Form) -> Words:
    """The text the library brings."""
    found = templates.template(key)
    subject, body = found.text(language, form)
    return Words(subject, body, found.version, found.sha256)


def words_of(wording: Wording) -> Words:
    """One version of the bank's own. A short text has no subject; on a screen it goes by the library's."""
    template = templates.template(wording.key)
    return Words(
        wording.subject or template.text(wording.language, "long")[0],
        wording.body,
        wording.number,
        wording.sha256,
        wording.gateway_code,
        wording.pk,
    )


def available(key: str, language: str, form: Form, unit_id: uuid.UUID) -> bool:
    """Whether there is a text of that form at all."""
    if templates.template(key).has(form):
        return True
    return _own(key, templates.language_of(language), form, unit_id) is not None


def branch_may(key: str) -> bool:
    """Whether head office lets branches have their own wording of this message."""
    return Route.objects.filter(key=key, branch_may=True).exists()


def _own(key: str, language: str, form: Form, unit_id: uuid.UUID) -> Wording | None:
    """The nearest unit's version in force; head office's words are read for every branch."""
    above = [part for part in org.path_of(unit_id).split("/") if part]
    with system_scope("wording in force"):
        rows = Wording.objects.filter(
            key=key, language=language, form=form, state=Wording.State.IN_FORCE, unit_id__in=above
        )
        found = {str(row.unit_id): row for row in rows}
        if not found:
            return None
        allowed = above if branch_may(key) else above[:1]
    return next((found[unit] for unit in reversed(allowed) if unit in found), None)
