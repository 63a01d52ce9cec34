"""What the tests of re-interviews share: an applicant with a report who stands in the panel stage."""

from datetime import timedelta
from typing import Any

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.panels import queries, services
from bole.hiring.panels.models import Panel
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services

LATER = NOW + timedelta(hours=1)
KEYS = ("service_orientation", "patience_care", "financial_knowledge", "communication")
RESUME = "工作经历\n2020.01-2024.02 甲银行 柜员\n2025.09-至今 乙银行 柜员\n"


def to_panel(cast: Cast, stage: str = "panel") -> Any:
    """Move the application on until it stands there."""
    with cast.acting("hr"):
        for key in ("ai_interview", stage):
            application = pipeline.get(cast.application_id)
            onward = [one.key for one in pipeline.ways_on(application)]
            if application.stage != stage and key in onward:
                pipeline_services.advance(
                    application_id=application.pk,
                    to=key,
                    actor=cast.hr,
                    reason="decided_by_person",
                    expected_version=application.version,
                    now=NOW,
                )
        return pipeline.get(cast.application_id)


def opened(cast: Cast, members: tuple[str, ...] = ("chief", "interviewer"), lead: str = "hr") -> Panel:
    """A panel: branch HR leads, head office and an interviewer sit there."""
    to_panel(cast)
    with system_scope("test"):
        services.build_guide(application_id=cast.application_id, now=NOW)
    with cast.acting("hr"):
        return services.open_panel(
            application_id=cast.application_id,
            user_ids=[getattr(cast, who).id for who in members],
            lead_id=getattr(cast, lead).id,
            expected_guide=0,
            now=NOW,
        )


def entries(*levels: int | None, evidence: str = "先道歉，再给出三步办法") -> dict[str, dict[str, Any]]:
    """A whole card."""
    return {
        key: {"level": level, "evidence": evidence, "note": ""}
        for key, level in zip(KEYS, levels, strict=True)
    }


def submitted(cast: Cast, panel: Panel, who: str, *levels: int | None) -> Any:
    """Somebody's card, locked."""
    with cast.acting(who):
        return services.submit(
            panel_id=panel.pk, entries=entries(*levels), comment="", recommendation="advance", now=LATER
        )


def revealed(answered: Answered, panel: Panel) -> Panel:
    """Everybody has submitted; two are two levels apart on the first competency."""
    submitted(answered.cast, panel, "interviewer", 2, 3, 3, 4)
    submitted(answered.cast, panel, "chief", 4, 3, 3, 4)
    submitted(answered.cast, panel, "hr", 4, 4, None, 4)
    with system_scope("test"):
        return queries.get(panel.pk)
