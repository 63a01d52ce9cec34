"""A second opinion by a language model: after a person has rated, where the bank switched it on."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import Report, Review, SecondOpinion, SecondRaterSwitch
from bole.hiring.assessment.second_opinion.asking import Guard, Sheet, sheet_of
from bole.hiring.assessment.second_opinion.checking import Run, check, spread, void_reason
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, DeniedError
from bole.ports.errors import PortError
from bole.ports.language_model import LanguageModel

State = SecondOpinion.State
LEAST_RUNS = 2  # one run has no spread to show
# What a server calls its model is written into the audit: a name, and nothing a server might slip in there.
_NAME = re.compile(r"[\w.:/@+-]{1,120}", re.ASCII)


def language_model() -> LanguageModel | None:
    """The adapter named by the setting LANGUAGE_MODEL; None where the bank has no model."""
    named = settings.LANGUAGE_MODEL
    adapter: LanguageModel | None = import_string(named)() if named else None
    return adapter


@transaction.atomic
def switch_second_rater(*, requisition_id: UUID, on: bool, now: datetime) -> SecondRaterSwitch:
    """Switch second opinions on or off for one opening. Opinions given stay as they are."""
    requisition, actor = requisitions.get(requisition_id), actors.current()
    permissions.require(actor, policies.SECOND_RATER, requisition.unit_id)
    if actor.id is None:
        raise DeniedError("a person switches it")
    if on and not settings.LANGUAGE_MODEL:
        raise ConflictError("no language model is configured", code="no_language_model")
    switch, _made = SecondRaterSwitch.objects.update_or_create(
        requisition=requisition,
        defaults={
            "unit_id": requisition.unit_id,
            "on": on,
            "switched_by_id": actor.id,
            "switched_at": now,
        },
    )
    audit.record(
        verb="hiring.assessment.second_rater.switched",
        obj=("requisition", requisition.pk),
        unit_id=requisition.unit_id,
        details={"on": on},
    )
    return switch


def give_second_opinion(*, report_id: UUID, now: datetime) -> SecondOpinion | None:
    """Ask the model and keep what it said; None where it is not to be asked.

    Asking takes long, so it stands between two transactions; a repeated call finishes what was begun.
    """
    model = language_model()
    opinion = _begin(report_id, now) if model else None
    if model is None or opinion is None or opinion.state != State.ASKED:
        return opinion
    sheet = sheet_of(opinion.report.body)
    try:
        runs, named = _ask(model, sheet)
    except PortError as error:
        return _finish(opinion, State.FAILED, error.code, now=now)
    reason = void_reason(runs)
    said = {
        "model_name": named,
        "prompt_sha256": sheet.fingerprint,
        "runs": [run.to_json() for run in runs],
        "spread": {} if reason else spread(runs),
    }
    return _finish(opinion, State.VOID if reason else State.READY, reason, said, now=now)


@transaction.atomic
def _begin(report_id: UUID, now: datetime) -> SecondOpinion | None:
    """The row of this report, made once a person has locked a card and the opening asks for it."""
    report = Report.objects.filter(pk=report_id, latest=True).first()
    if report is None or not sheet_of(report.body).answers:
        return None  # superseded, erased, or the candidate refused analysis: there are no words to send
    wanted = SecondRaterSwitch.objects.filter(requisition_id=report.requisition_id, on=True).exists()
    if not wanted or not Review.objects.filter(report=report, locked_at__isnull=False).exists():
        return None
    opinion, _made = SecondOpinion.objects.select_related("report").get_or_create(
        report=report,
        defaults={"unit_id": report.unit_id, "candidate_id": report.candidate_id, "asked_at": now},
    )
    return opinion


def _ask(model: LanguageModel, sheet: Sheet) -> tuple[Sequence[Run], str]:
    """The same question several times, each with its own guard words."""
    runs, named = [], model.name
    for seed in range(max(LEAST_RUNS, settings.LLM["runs"])):
        guard = Guard(*(secrets.token_hex(8).upper() for _word in range(3)))
        reply = model.complete(sheet.ask(guard, seed=seed))
        runs.append(check(reply.text, sheet, guard))
        named = reply.model if _NAME.fullmatch(reply.model) else named
    return runs, named


@transaction.atomic
def _finish(
    asked: SecondOpinion, state: str, reason: str, said: Mapping[str, Any] | None = None, *, now: datetime
) -> SecondOpinion | None:
    """Keep the answer, unless the words it is about were taken away while the model was thinking: a person
    erased himself, or took the consent back. Then nothing of it is kept. None when the row is gone, too."""
    rows = SecondOpinion.objects.select_for_update(of=("self",)).select_related("report")
    opinion = rows.filter(pk=asked.pk, state=State.ASKED).first()
    if opinion is None:
        return None
    if said and sheet_of(opinion.report.body).fingerprint != said["prompt_sha256"]:
        state, reason, said = State.FAILED, "withdrawn", None
    for name, value in (said or {}).items():
        setattr(opinion, name, value)
    opinion.state, opinion.reason, opinion.finished_at = state, reason, now
    opinion.save(force_update=True)
    live.notify("report", opinion.report_id, opinion.unit_id)
    audit.record(
        verb="hiring.assessment.report.second_opinion",
        obj=("report", opinion.report_id),
        unit_id=opinion.unit_id,
        details={
            "state": str(state),
            "reason": reason,
            "model": opinion.model_name,
            "prompt_sha256": opinion.prompt_sha256,
            "runs": len(opinion.runs),
        },
    )
    return opinion
