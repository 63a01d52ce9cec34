"""A question's draft: head office edits it, a second person signs."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import tomli_w
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.console.question_words import entered, refusal, whole_number

if TYPE_CHECKING:
    from bole.hiring.requisitions.models import QuestionVersion
from bole.web.console.question_rows import tab


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
        **tab(),
    }
