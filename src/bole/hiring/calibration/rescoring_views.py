"""Rate the archive of one question by another version of its rubric: start, progress, difference report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import policies
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError
from bole.measurement import api as measurement

LARGEST = 200_000  # bytes of a rubric
EDGES = tuple(range(-50, 51, 10))  # bins of the histogram, in points; the outer ones are open


class StartForm(forms.Form):
    """A question and another version of its rubric, as a file."""

    question = forms.SlugField(max_length=64)
    rubric = forms.FileField()


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of the histogram, in SVG units of 520 × 120."""

    label: str
    count: int
    x: float
    y: float
    height: float
    zero: bool


@permission_required(policies.RESCORE)
@never_cache
@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """All runs, and the form that starts one."""
    if request.method == "POST":
        return _start(request)
    titles = {key: say(measurement.load_question(key).title.to_json()) for key in measurement.question_keys()}
    rows = [
        {"run": one, "title": titles.get(one.question_key, one.question_key)}
        for one in assessment.rescorings(actor_of(request))[:50]
    ]
    context = {"rows": rows, "questions": titles, "tab": "rescoring", "nav_key": "calibration"}
    return render(request, "calibration/rescoring.html", context)


@permission_required(policies.RESCORE)
@never_cache
@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far it is, and what it changed."""
    found = _run(request, run_id)
    progress = assessment.rescoring(run_id)
    difference = progress.difference or {}
    context = {
        "run": found,
        "title": say(measurement.load_question(found.question_key).title.to_json()),
        "progress": progress,
        "percent": round(100 * progress.done / progress.total) if progress.total else 100,
        "difference": difference,
        "rows": _rows(found.question_key, difference),
        "bins": bins(assessment.changes_of(run_id)) if progress.finished else [],
        "tab": "rescoring",
        "nav_key": "calibration",
    }
    return render(request, "calibration/rescoring_run.html", context)


@permission_required(policies.RESCORE)
@never_cache
@require_GET
def report(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The difference report as JSON, format bole.rescore/1, as `bole rescore` writes it."""
    _run(request, run_id)
    progress = assessment.rescoring(run_id)
    if progress.difference is None:
        raise NotFoundError("the run is not finished")
    response = JsonResponse(progress.difference, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="rescore-{progress.version}.json"'
    return response


def bins(changes: Sequence[float]) -> list[Bin]:
    """Changes in points, in bins of ten around zero."""
    counts = [sum(low - 5 < c <= low + 5 for c in changes) for low in EDGES]
    counts[0] = sum(c <= EDGES[0] + 5 for c in changes)
    counts[-1] = sum(c > EDGES[-1] - 5 for c in changes)
    most, width = max(counts, default=0) or 1, 520 / len(EDGES)
    return [
        Bin(
            label=f"{edge:+d}" if edge else "0",
            count=count,
            x=round(i * width + 2, 1),
            y=round(100 - 90 * count / most, 1),
            height=round(90 * count / most, 1),
            zero=edge == 0,
        )
        for i, (edge, count) in enumerate(zip(EDGES, counts, strict=True))
    ]


def _start(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST, request.FILES)
    try:
        if not form.is_valid() or form.cleaned_data["rubric"].size > LARGEST:
            raise InvalidError("not complete", fields={"rubric": "required"})
        text = form.cleaned_data["rubric"].read().decode("utf-8")
        made = assessment_services.start_rescoring(
            question_key=form.cleaned_data["question"], rubric=text, now=utc_now()
        )
    except (measurement.RubricError, UnicodeDecodeError) as error:
        messages.error(request, _("Not started. The file is no rubric: %(why)s") % {"why": error})
        return redirect("calibration:rescoring")
    except InvalidError as error:
        other = error.code == "other_question"
        why = _("Not started. The rubric is of another question.")
        messages.error(request, why if other else _("Not started. Choose a question and a file."))
        return redirect("calibration:rescoring")
    messages.success(request, _("Started. You can leave this page; what stands is not touched."))
    return redirect("calibration:rescoring-run", run_id=made.pk)


def _run(request: HttpRequest, run_id: UUID) -> Any:
    found = assessment.rescorings(actor_of(request)).filter(pk=run_id).first()
    if found is None:
        raise NotFoundError("no such run")
    return found


def _rows(question_key: str, difference: dict[str, Any]) -> list[dict[str, Any]]:
    question = measurement.load_question(question_key)
    labels = {one.key: say(one.scale.label.to_json()) for one in question.competencies}
    rows = [
        {"label": labels.get(key, key), **_figures(one)}
        for key, one in (difference.get("competencies") or {}).items()
    ]
    if difference.get("total"):
        rows.append({"label": _("Total of the interview"), **_figures(difference["total"])})
    return rows


def _figures(change: dict[str, Any]) -> dict[str, Any]:
    mean, order = change["mean"], change["rank_correlation"]
    return {
        "n": change["n"],
        "lost": change["lost"],
        "gained": change["gained"],
        "mean": _estimate(mean, "+.1f"),
        "sd": "–" if change["sd"] is None else f"{change['sd']:.1f}",
        "largest": "–" if change["largest"] is None else f"{change['largest']:+.1f}",
        "order": _estimate(order, ".2f"),
    }


def _estimate(found: dict[str, Any], form: str) -> str:
    if found["value"] is None:
        return "–"
    ends = "" if found["low"] is None else f" [{found['low']:{form}}, {found['high']:{form}}]"
    return f"{found['value']:{form}}{ends}"
