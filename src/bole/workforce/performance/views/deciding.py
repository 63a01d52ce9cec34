"""The review, and how a probation comes to its end."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.files import links
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.labour_law import probation_ends_on, probation_limit_months
from bole.workforce.performance import library, policies, presenting, queries, services, words
from bole.workforce.performance.models import Probation
from bole.workforce.performance.rules import ending, states
from bole.workforce.performance.services import reviewing

LARGEST = 20 * 1024 * 1024


@permission_required(policies.REVIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, probation_id: UUID) -> HttpResponse:
    """Level by level with its evidence; handed in once."""
    found = queries.get(probation_id)
    if request.method == "GET":
        return render(request, "performance/review.html", _review(found, {}, {}))
    ratings = _ratings(request, found)
    proposal, said = request.POST.get("proposal", ""), request.POST.get("words", "")
    try:
        services.hand_in(
            probation_id=probation_id,
            ratings=ratings,
            words=said,
            proposal=proposal,
            seen_version=_version(request),
            now=utc_now(),
        )
    except (InvalidError, ConflictError) as error:
        messages.error(request, words.problem(error))
        faults = error.fields if isinstance(error, InvalidError) else {}
        typed = {"ratings": ratings, "words": said, "proposal": proposal}
        return render(request, "performance/review.html", _review(found, typed, faults), status=422)
    messages.success(request, _("Handed in. HR decides on it; the weeks it rests on stay as they are."))
    return redirect("performance:one", probation_id=probation_id)


@permission_required(policies.DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, probation_id: UUID) -> HttpResponse:
    """Confirm, extend within the law, propose to end, or note that the employee left."""
    found = queries.get(probation_id)
    if request.method == "POST":
        try:
            told = _decided(request, probation_id)
            messages.success(request, told)
            return redirect("performance:one", probation_id=probation_id)
        except (InvalidError, ConflictError) as error:
            messages.error(request, words.problem(error))
            found = queries.get(probation_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "performance/decide.html", _choices(request, found), status=status)


@permission_required(policies.READ)
@never_cache
@require_GET
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """One decision: ground, reasons, papers, who signed; a second person signs here."""
    found, actor = queries.decision(decision_id), actor_of(request)
    probation = queries.get(found.probation_id)
    reason = library.reasons().get(found.reason_key)
    waiting = approvals.waiting_for(services.APPROVAL, found.pk)
    labels = {one.key: say(one.label) for one in reason.papers} if reason else {}
    context = {
        "row": presenting.row(queries.row_of(probation, bank_time.today(utc_now()))),
        "one": presenting.decision(found),
        "reason": {"label": say(reason.label), "text": say(reason.text), "pay": reason.pay}
        if reason
        else None,
        "papers": [{**one, "label": labels.get(one["key"], one["name"])} for one in found.papers],
        "request_row": waiting,
        "may_sign": waiting is not None and approvals.may_decide(actor, waiting),
        "mine": waiting is not None and waiting.proposer_id == actor.id,
        "may_withdraw": found.state == "waits_employee" and queries.may(actor, policies.DECIDE, probation),
        "nav_key": "probation",
    }
    return render(request, "performance/decision.html", context)


@permission_required(policies.DECIDE)
@require_POST
def withdraw(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Take back what waits for the employee."""
    found = queries.decision(decision_id)
    try:
        services.withdraw(decision_id=decision_id, now=utc_now())
        messages.success(request, _("Taken back. The probation goes on as it was."))
    except ConflictError as error:
        messages.error(request, words.problem(error))
    return redirect("performance:one", probation_id=found.probation_id)


@permission_required(policies.READ)
@require_GET
def paper(request: HttpRequest, decision_id: UUID, key: str) -> HttpResponse:
    """A paper of a decision."""
    found = queries.decision(decision_id)
    entry = next((one for one in found.papers if one["key"] == key), None)
    if entry is None:
        raise NotFoundError("no such paper")
    return redirect(links.url_for(request, queries.paper_file(entry)))


def _decided(request: HttpRequest, probation_id: UUID) -> str:
    given, now = request.POST, utc_now()
    do, said = given.get("do", ""), given.get("words", "")
    known: dict[str, Any] = {"probation_id": probation_id, "seen_version": _version(request), "now": now}
    if do == "confirm":
        services.confirm(**known, words=said)
        return _("Confirmed. The employee gets a message and the letter.")
    if do == "extend":
        services.propose_extension(**known, words=said, months=_whole(given.get("months", "")))
        return _("The employee was asked. Nothing changes without a yes before the last day.")
    if do == "end":
        services.propose_end(
            **known,
            words=said,
            reason_key=given.get("reason", ""),
            last_day=_day(given.get("last_day", "")),
            uploads=_uploads(request),
        )
        return _("Proposed. It takes effect only when a second person signs; until then nobody is told.")
    if do == "left":
        services.record_left(**known, words=said, on=_day(given.get("on", "")))
        return _("Noted.")
    raise InvalidError("what to do", fields={"do": "required"})


def _uploads(request: HttpRequest) -> dict[str, tuple[str, bytes]]:
    found = {}
    for name in request.FILES:
        upload = request.FILES.get(name)
        if upload is None or not name.startswith("paper-"):
            continue
        if upload.size is None or upload.size > LARGEST:
            raise InvalidError("too large", code="upload_too_large")
        found[name.removeprefix("paper-")] = (upload.name or "file", upload.read())
    return found


def _choices(request: HttpRequest, found: Probation) -> dict[str, Any]:
    day = bank_time.today(utc_now())
    lengths = states.possible_lengths(found.starts_on, found.ends_on, found.contract_months)
    extended = queries.extended(found)
    return {
        "row": presenting.row(queries.row_of(found, day)),
        "reviewed": queries.reviewed(found),
        "reviews": queries.reviews(found),
        "waiting": queries.waiting(found),
        "lengths": [] if extended else [(one, probation_ends_on(found.starts_on, one)) for one in lengths],
        "extended": extended,
        "limit": probation_limit_months(found.contract_months),
        "contract": found.contract_months,
        "reasons": [_reason(one) for one in library.reasons().values()],
        "chosen": request.POST.get("reason", ""),
        "typed": request.POST,
        "today": day,
        "nav_key": "probation",
    }


def _reason(one: ending.Reason) -> dict[str, Any]:
    return {
        "key": one.key,
        "article": one.article,
        "label": say(one.label),
        "text": say(one.text),
        "needs_review": one.key == "standard-not-met",
        "uploads": [{"key": paper.key, "label": say(paper.label)} for paper in one.papers if not paper.made],
        "made": [say(paper.label) for paper in one.papers if paper.made],
    }


def _review(found: Probation, typed: dict[str, Any], faults: dict[str, str]) -> dict[str, Any]:
    sheets = [one for one in queries.sheets(found) if one.report is not None]
    anchors = reviewing.anchors(found)
    ratings = typed.get("ratings", {})
    return {
        "row": presenting.row(queries.row_of(found, bank_time.today(utc_now()))),
        "weeks": [presenting.week(one) for one in sheets],
        "done": queries.reviewed(found),
        "competencies": [
            {
                "key": one["key"],
                "label": say({"zh": one["zh"], "en": one["en"]}),
                "anchors": [(level, say(text)) for level, text in sorted(anchors[one["key"]].items())],
                "typed": ratings.get(one["key"], {}),
                "fault": words.field(faults[one["key"]]) if one["key"] in faults else "",
            }
            for one in found.competencies
        ],
        "levels": reviewing.LEVELS,
        "proposals": list(words.PROPOSALS.items()),
        "typed": typed,
        "fault_words": words.field(faults["words"]) if "words" in faults else "",
        "fault_proposal": words.field(faults["proposal"]) if "proposal" in faults else "",
        "nav_key": "probation",
    }


def _ratings(request: HttpRequest, found: Probation) -> dict[str, dict[str, Any]]:
    given = request.POST
    ratings = {}
    for one in found.competencies:
        key = one["key"]
        level = given.get(f"level-{key}", "")
        chosen = [text for text in given.getlist(f"weeks-{key}") if text.isascii() and text.isdigit()]
        ratings[key] = {
            "level": int(level) if level.isascii() and level.isdigit() else None,
            "weeks": [int(text) for text in chosen],
            "words": given.get(f"words-{key}", ""),
        }
    return ratings


def _version(request: HttpRequest) -> int:
    return _whole(request.POST.get("version", ""))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise InvalidError("a whole number", fields={"number": "number"})
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidError("a date", fields={"day": "required"}) from None
