"""The panel on a candidate's page: foreign results, marked as such, and the way to ask for one."""

from typing import Any
from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.foundation.ui.panels import Fragment
from bole.hiring.engines import configured, policies, queries
from bole.hiring.engines.models import ForeignInterview
from bole.hiring.pipeline import queries as pipeline


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None where no engine is configured and nothing was held elsewhere."""
    rows = list(queries.of_candidate(actor, candidate_id))
    ways = _ways(actor, candidate_id) if configured.engines() else []
    if not rows and not ways:
        return None
    return Fragment("engines/_panel.html", {"rows": [shown(one) for one in rows], "ways": ways}, len(rows))


def shown(one: ForeignInterview) -> dict[str, Any]:
    """One interview as pages show it."""
    known = configured.engines().get(one.engine)
    kept = getattr(one, "card", None)
    return {
        "interview": one,
        "engine": say(known.title) if known else one.engine,
        "card": kept.card if kept else None,
        "provenance": kept.provenance if kept else None,
        "waits": one.state in {"asked", "created"},
    }


def _ways(actor: Actor, candidate_id: UUID) -> list[dict[str, Any]]:
    found = []
    for application in pipeline.visible_to(actor).filter(candidate_id=candidate_id):
        if pipeline.is_closed(application) or not permissions.allowed(
            actor, policies.ASK, application.unit_id
        ):
            continue
        job = {"zh": application.requisition.title_zh, "en": application.requisition.title_en}
        found += [
            {"application": application.pk, "job": say(job), "key": one.key, "engine": say(one.title)}
            for one in configured.for_job(application.requisition.job_key)
        ]
    return found
