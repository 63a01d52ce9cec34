"""The entries of the console's rail: what there is to open, with which right, in which group."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bole.foundation.messaging import policies as messaging
from bole.foundation.surveys import policies as surveys
from bole.foundation.ui import navigation
from bole.hiring.assessment import policies as assessment
from bole.hiring.calibration import policies as calibration
from bole.hiring.enquiries import policies as enquiries
from bole.hiring.enquiries import queries as questions
from bole.hiring.feedback import policies as feedback
from bole.hiring.intake import policies as intake
from bole.hiring.integrity import policies as integrity
from bole.hiring.interviews import policies as interviews
from bole.hiring.panels import policies as panels
from bole.hiring.panels import queries as sittings
from bole.hiring.pipeline import policies as pipeline
from bole.hiring.raters import policies as raters
from bole.hiring.requisitions import policies as requisitions
from bole.hiring.scheduling import policies as scheduling
from bole.hiring.screening import policies as screening
from bole.insight.accountability import policies as accountability
from bole.insight.agreement import policies as agreement
from bole.insight.effort import policies as effort
from bole.insight.experience import policies as experience
from bole.insight.funnel import policies as funnel
from bole.web.console import policies


def register_all() -> None:
    """Add every entry; ``order`` counts within its group."""
    _daily()
    _contact()
    _quality()
    _bank()


def _add(
    key: str,
    label: str | Promise,
    icon: str,
    url: str,
    right: str,
    order: int,
    group: str = "daily",
    waiting: Callable[[], int] | None = None,
    rows: Callable[[], QuerySet[Any, Any]] | None = None,
) -> None:
    navigation.register(navigation.NavItem(key, label, icon, url, right, order, group, waiting, rows=rows))


def _daily() -> None:
    _add("interviews", _("Interviews"), "people", "console:list", interviews.LIST, 10)
    _add("monitor", _("Monitor"), "pulse", "console:monitor", funnel.READ, 12)
    _add("intake", _("Applications"), "doc", "intake-console:postings", intake.POST, 13)
    _add("todo", _("To do"), "bell", "console:todo", policies.HOME, 15)
    _add("board", _("Pipeline"), "board", "console:board", pipeline.VIEW, 20)
    _add("calendar", _("Calendar"), "calendar", "scheduling:calendar", scheduling.ATTEND, 23, "after")
    _add("panels", _("Panels"), "star", "panels:list", panels.VIEW, 22, "after", rows=sittings.waiting_rows)
    _add("screening", _("Screening"), "list", "screening:waiting", screening.VIEW, 25)
    _add("observations", _("To look at"), "eye", "integrity:waiting", integrity.VIEW, 35)
    _add("jobs", _("Jobs"), "brief", "requisitions:jobs", requisitions.VIEW, 28, "jobs")
    _add("processes", _("Processes"), "flag", "processes:list", pipeline.PROCESSES, 29, "jobs")


def _contact() -> None:
    waiting = questions.waiting_mark
    _add("questions", _("Q&A"), "help", "enquiries:inbox", enquiries.READ, 33, "contact", waiting)
    _add("feedback", _("Feedback"), "mail", "feedback:list", feedback.VIEW, 40, "contact")
    _add("surveys", _("Surveys"), "star", "opinions:list", surveys.READ, 42, "contact")
    _add("messages", _("Messages"), "phone", "messages:outbox", messaging.VIEW, 45, "contact")


def _quality() -> None:
    page = "calibration:agreement"
    _add("calibration", _("People and machine"), "compare", page, calibration.VIEW, 60, "quality")
    _add("again", _("To rate again"), "redo", "calibration:queue", calibration.MINE, 61, "quality")
    _add("raters", _("Raters"), "badge", "raters:list", raters.VIEW, 62, "quality")
    _add("agreement", _("Agreement of panels"), "people", "agreement:show", agreement.VIEW, 63, "quality")
    _add("mine", _("My ratings"), "pulse", "agreement:mine", agreement.OWN, 64, "quality")
    _add("experience", _("Candidate experience"), "chart", "experience:show", experience.READ, 65, "quality")
    _add("effort", _("Hours"), "clock", "effort:show", effort.READ, 66, "quality")


def _bank() -> None:
    _add("audit", _("Audit"), "shield", "console:audit", policies.AUDIT, 80, "bank")
    _add("accountability", _("Impact"), "doc", "accountability:index", accountability.READ, 85, "bank")
    _add("settings", _("Settings"), "gear", "console:settings-result", assessment.SHOW, 90, "bank")
