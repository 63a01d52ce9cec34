"""The question bank: everybody in hiring reads it, head office edits it, a second person signs; what is to
be looked at once a quarter, and which question should rest."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import tomli_w
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.assessment import queries as assessment
from bole.hiring.integrity import queries as integrity
from bole.hiring.requisitions import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.measurement import api as measurement
from bole.measurement.api import Question
from bole.web.console.question_words import (
    KINDS,
    LIMITS,
    ROTATION,
    entered,
    limit_fields,
    parts,
    refusal,
    whole_number,
)

if TYPE_CHECKING:
    from bole.hiring.requisitions.models import QuestionVersion


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list."""

    question: Question
    title: str
    kind: str
    competencies: list[str]
    number: int  # of the bank's own version; 0: the library's
    active: bool
    shown: int
    recent: int
    rotate: str
    notes: int


@permission_required(policies.READ_QUESTIONS)
@require_GET
def bank(request: HttpRequest) -> HttpResponse:
    """All questions, those of one job when the address says so."""
    job = request.GET.get("job", "")
    jobs = _job_titles()
    rows = _rows()
    if job in jobs:
        rows = [one for one in rows if job in one.question.jobs]
    context = {
        "rows": rows,
        "jobs": list(jobs.items()),
        "job": job,
        "may_edit": permissions.allowed(actor_of(request), policies.EDIT_QUESTIONS),
        "open_notes": queries.review_notes().count(),
        "days": queries.limits().window_days,
        **_due(),
        **_tab(),
    }
    return render(request, "console/questions.html", context)


@permission_required(policies.READ_QUESTIONS)
@require_GET
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question with everything that is known of it."""
    table, row = queries.question_table(key)
    loaded, actor = measurement.question_from(table), actor_of(request)
    uses = _uses()
    use = next((one for one in uses if one.question_key == key), None)
    context = {
        "key": key,
        "question": loaded,
        "title": say(loaded.title.to_json()),
        "kind": KINDS.get(loaded.kind or "", loaded.kind or ""),
        "prompts": loaded.prompts.to_json(),
        "jobs": [_job_titles().get(one, one) for one in loaded.jobs],
        "parts": parts(loaded),
        "row": row,
        "versions": queries.question_versions(key),
        "draft": queries.question_draft(key),
        "use": use,
        "days": queries.limits().window_days,
        "rotate": ROTATION.get(integrity.rotation_reason(use)) if use else "",
        "swaps": _swaps(loaded, uses) if permissions.allowed(actor, policies.DRAFT) else [],
        "figures": _figures(request, key),
        "notes": queries.review_notes(key),
        "may_edit": permissions.allowed(actor, policies.EDIT_QUESTIONS),
        **_tab(),
    }
    return render(request, "console/question.html", context)


@permission_required(policies.EDIT_QUESTIONS)
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Open the draft, or the one that is open. A branch that tries is refused, with an audit line."""
    del request
    return redirect("console:question-version", version_id=services.begin_question(key=key, now=utc_now()).pk)


@permission_required(policies.READ_QUESTIONS)
@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One version being made, signed or kept."""
    row = queries.get_question_version(version_id)
    if request.method != "POST":
        return render(request, "console/question_version.html", _page(request, row))
    permissions.require(actor_of(request), policies.EDIT_QUESTIONS)
    try:
        told = _act(request.POST, row)
    except InvalidError as error:
        context = {**_page(request, row), "problem": refusal(error), **_kept(request.POST)}
        return render(request, "console/question_version.html", context, status=422)
    except ConflictError:
        messages.error(request, _("Somebody changed this draft in the meantime. Here is how it stands now."))
        return redirect("console:question-version", version_id=version_id)
    messages.success(request, told)
    return redirect("console:question-version", version_id=version_id)


@permission_required(policies.DRAFT)
@require_POST
def rotate(request: HttpRequest, key: str) -> HttpResponse:
    """Propose another question in this one's place for a job: a draft of its portrait. Running interviews
    stay."""
    job_key, other = request.POST.get("job", ""), request.POST.get("other", "")
    if other not in {
        one["key"] for one in _swaps(measurement.load_question(key), _uses()) if one["job"] == job_key
    }:
        raise NotFoundError("no such exchange")
    try:
        row = services.exchange_question(job_key=job_key, old=key, new=other, now=utc_now())
    except ConflictError:
        messages.error(request, _("Another draft of this portrait is open. Finish or drop it first."))
        return redirect("console:question", key=key)
    messages.success(request, _("A draft of the portrait asks the other question. A second person signs it."))
    return redirect("requisitions:portrait", portrait_id=row.pk)


@permission_required(policies.READ_QUESTIONS)
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Once a quarter: every question with its use, its figures and what was said against it."""
    notes = list(queries.review_notes())
    counted = Counter(one.question_key for one in notes)
    rows = [one for one in _rows() if one.shown or one.question.key in counted or one.rotate]
    context = {
        "notes": [(one, _title(one.question_key)) for one in notes],
        "rows": [(one, _figures(request, one.question.key)) for one in rows[:40]],
        "may_edit": permissions.allowed(actor_of(request), policies.EDIT_QUESTIONS),
        "may_set": permissions.allowed(actor_of(request), policies.SET_BANK),
        "days": queries.limits().window_days,
        "limits": limit_fields(queries.limits()),
        "set_by": queries.limits_set(),
        "held": list(queries.reviews()[:8]),
        **_due(),
        **_tab(),
    }
    return render(request, "console/questions_review.html", context)


@permission_required(policies.SET_BANK)
@require_POST
def bank_rules(request: HttpRequest) -> HttpResponse:
    """When questions rest and how often all are looked at, for the whole bank."""
    try:
        wanted = {name: whole_number(request.POST.get(name, ""), name) for name in LIMITS}
        services.set_limits(limits=wanted, now=utc_now())
        messages.success(request, _("Set for the whole bank, with your name."))
    except InvalidError as error:
        names = ", ".join(str(LIMITS[name]) for name in error.fields if name in LIMITS)
        messages.error(request, _("Nothing was changed. Out of range: %(names)s") % {"names": names})
    return redirect("console:questions-review")


@permission_required(policies.SET_BANK)
@require_POST
def hold_review(request: HttpRequest) -> HttpResponse:
    """The whole bank was looked at."""
    try:
        services.hold_review(outcome=request.POST.get("outcome", ""), now=utc_now())
        messages.success(request, _("Written down with your name. The next day is set."))
    except InvalidError as error:
        messages.error(request, refusal(error))
    except ConflictError:
        messages.info(request, _("A review was written down today already."))
    return redirect("console:questions-review")


@permission_required(policies.EDIT_QUESTIONS)
@require_POST
def settle(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Head office looked at it."""
    try:
        services.settle_review(note_id=note_id, outcome=request.POST.get("outcome", ""), now=utc_now())
        messages.success(request, _("Written down with your name."))
    except InvalidError as error:
        messages.error(request, refusal(error))
    except ConflictError:
        messages.info(request, _("Somebody settled this in the meantime."))
    return redirect("console:questions-review")


def _act(post: QueryDict, row: "QuestionVersion") -> str:
    now, do = utc_now(), post.get("do", "save")
    if do == "drop":
        services.drop_question(version_id=row.pk, now=now)
        return _("The draft was given up. What is in force stays.")
    if do == "file":
        revision = whole_number(post.get("revision", ""), "revision")
        services.save_question_file(version_id=row.pk, text=post.get("file", ""), revision=revision, now=now)
        return _("The file is the draft now.")
    wanted = entered(post)
    row = services.save_question(version_id=row.pk, now=now, **wanted.fields)
    if do != "submit":
        return _("Draft saved.")
    services.submit_question(
        version_id=row.pk, effective_on=wanted.effective_on, revision=row.revision, now=now
    )
    return _("Handed in. A second person signs; until then the version in force holds.")


def _kept(post: QueryDict) -> dict[str, Any]:
    """What was entered, shown again."""
    families = [
        {"key": key, "zh": post.get(f"zh-{key}", ""), "en": post.get(f"en-{key}", "")}
        for key in post.getlist("family")
    ]
    texts = {
        name: {lang: post.get(f"{name}-{lang}", "") for lang in ("zh", "en")} for name in ("title", "prompts")
    }
    kept = {"families": families, "texts": texts, "note": post.get("note", "")}
    return {"file": post["file"], "file_open": True} if "file" in post else kept


def _page(request: HttpRequest, row: "QuestionVersion") -> dict[str, Any]:
    actor, body = actor_of(request), row.body
    waiting = approvals.waiting_for(services.QUESTION, row.pk)
    return {
        "row": row,
        "key": row.key,
        "title": say(body["title"]),
        "texts": {"title": body["title"], "prompts": body["prompts"]},
        "think": body["think_seconds"],
        "limit": body["limit_seconds"],
        "families": [
            {"key": one["key"], "zh": "，".join(one["words"]["zh"]), "en": ", ".join(one["words"]["en"])}
            for one in body.get("lexicon", ())
        ],
        "note": row.note,
        "file": tomli_w.dumps(body),
        "today": bank_time.today(utc_now()).isoformat(),
        "editable": row.state == "draft" and permissions.allowed(actor, policies.EDIT_QUESTIONS),
        **second_person.card(actor, waiting),
        **_tab(),
    }


def _rows() -> list[Row]:
    keys = measurement.question_keys()
    own, uses = queries.questions_in_force(keys), {one.question_key: one for one in _uses()}
    limits = queries.limits()
    noted = Counter(queries.review_notes().values_list("question_key", flat=True))
    rows = []
    for key in keys:
        held = own.get(key)
        loaded = held.question if held else measurement.load_question(key)
        use = uses.get(key)
        rows.append(
            Row(
                question=loaded,
                title=say(loaded.title.to_json()),
                kind=str(KINDS.get(loaded.kind or "", "")),
                competencies=[say(one.scale.label.to_json()) for one in loaded.competencies],
                number=held.number if held else 0,
                active=held.active if held else True,
                shown=use.shown if use else 0,
                recent=use.recent if use else 0,
                rotate=str(ROTATION.get(integrity.rotation_reason(use, limits), "")) if use else "",
                notes=noted[key],
            )
        )
    return rows


def _uses() -> list[Any]:
    """How often each question was shown in the whole bank; a number of no person, so every reader may know
    it."""
    with system_scope("exposure of questions") as actor:
        return integrity.exposure(actor, utc_now())


def _figures(request: HttpRequest, key: str) -> assessment.QuestionFigures:
    """For HR only: a mean of few answers would tell an interviewer a score before his own."""
    if permissions.allowed(actor_of(request), policies.OPEN):
        return assessment.question_figures(key)
    return assessment.QuestionFigures(0, None, None)


def _swaps(loaded: Question, uses: list[Any]) -> list[dict[str, str]]:
    """For each job that asks this question: what could be asked in its place."""
    today, shown = bank_time.today(utc_now()), {one.question_key: one.shown for one in uses}
    found = []
    for job_key in queries.job_keys():
        job = queries.in_force(job_key, today).job
        asked = job.questions or measurement.guide_questions(job.guide)
        if loaded.key in asked:
            other = queries.equivalent(loaded.key, job_key, asked, shown)
            if other:
                found.append(
                    {"job": job_key, "title": say(dict(job.title)), "key": other, "other": _title(other)}
                )
    return found


def _title(key: str) -> str:
    return say(measurement.load_question(key).title.to_json())


def _job_titles() -> Mapping[str, str]:
    today = bank_time.today(utc_now())
    return {key: say(dict(queries.in_force(key, today).job.title)) for key in queries.job_keys()}


def _due() -> dict[str, Any]:
    """When the next review of all questions is due, and whether that day has come."""
    due = queries.next_review()
    return {"review_due": due, "review_late": due is not None and due <= bank_time.today(utc_now())}


def _tab() -> dict[str, str]:
    return {"nav_key": "jobs", "tab": "questions"}
