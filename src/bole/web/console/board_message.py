"""Writing to many: words are chosen or written, looked at as people of each language get them, sent once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import queries as outbox
from bole.foundation.ui.formats import say
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.worklists import policies, services
from bole.hiring.worklists.services import letters
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError
from bole.web.console.board_filters import BoardFilters
from bole.web.console.board_many import TEXTS, chosen
from bole.web.console.messages import words

NAMED = 12  # people whose names are shown
MOST = letters.MOST
TYPED_FROM = 21  # people from which on the number is typed before anything is sent


@permission_required(policies.MESSAGE)
@never_cache
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """The page with the words; ``do=look`` shows them filled, ``do=send`` begins the run. For those that were
    picked (``chosen``), or for everybody who fits the list's filters (``filters``) at this moment."""
    people, picked = _whom(request)
    if len(people) > MOST:
        messages.error(request, _("At most %(n)s at once. Narrow the list by a filter.") % {"n": MOST})
        return redirect("console:board-list")
    if not people:
        messages.error(request, _("Choose at least one application."))
        return redirect("console:board-list")
    said = {name: request.POST.get(name, "") for name in TEXTS}
    said["template"] = request.POST.get("template") or letters.FREE
    letter, do = letters.read(said), request.POST.get("do", "")
    problems = letters.problems(letter) if do in {"look", "send"} else []
    typed = len(people) < TYPED_FROM or request.POST.get("typed", "").strip() == str(len(people))
    if do == "send" and not problems and typed:
        return _begin(request, picked, said)
    looks = _looks(letter, people) if do in {"look", "send"} and not problems else []
    context = {
        "chosen": request.POST.getlist("chosen"),
        "filters": request.POST.get("filters"),
        "people": [one.candidate.name for one in people[:NAMED]],
        "more": max(0, len(people) - NAMED),
        "count": len(people),
        "said": said,
        "templates": [(key, say(outbox.title_of(key))) for key in letters.ready_made()],
        "free": letter.free,
        "problems": _said(problems),
        "looks": looks,
        "reach": _reach(letter, people) if looks else None,
        "short": letters.SHORT,
        "quiet": outbox.quiet_hours(),
        "typing": len(people) >= TYPED_FROM and bool(looks),
        "untyped": do == "send" and not typed,
        "key": request.POST.get("key") or uuid4(),
        "nav_key": "board",
    }
    return render(request, "console/message_many.html", context, status=422 if problems else 200)


def _said(problems: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """All that is wrong, by field."""
    found: dict[str, list[str]] = {}
    for name, one in problems:
        found.setdefault(name, []).append(words.problem(one))
    return {name: " ".join(told) for name, told in found.items()}


def _begin(request: HttpRequest, picked: Sequence[services.Chosen], said: Mapping[str, str]) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise InvalidError("a key comes with the page", code="key_invalid") from error
    run = services.begin(
        actor=actor_of(request), key=key, action="message", chosen=picked, details=said, now=utc_now()
    )
    return redirect(reverse("console:board-run", args=[run.pk]))


def _whom(request: HttpRequest) -> tuple[list[Any], list[services.Chosen]]:
    """The applications as the reader sees them, and what the run is begun with. Somebody picked whom he may
    not see stops the run; of a list in motion the number that was shown is typed or stays under the bound."""
    actor, asked = actor_of(request), request.POST.get("filters")
    if asked is not None:
        fitting = BoardFilters(QueryDict(asked), actor, utc_now()).applications()
        people = list(_whole(fitting)[: MOST + 1])
        return people, [services.Chosen(one.pk, one.version) for one in people]
    picked = [chosen(request, word, "") for word in request.POST.getlist("chosen")]
    wanted = [one.application_id for one in picked]
    return list(_whole(pipeline.visible_to(actor).filter(pk__in=wanted))), picked


def _whole(rows: Any) -> Any:
    found = rows.select_related("unit", "candidate", "requisition").order_by("created_at", "pk")
    return found.defer("requisition__portrait", "requisition__channels")


def _looks(letter: letters.Letter, people: Sequence[Any]) -> list[dict[str, Any]]:
    """The mail as the first person of each language gets it."""
    first: dict[str, Any] = {}
    for one in people:
        first.setdefault(letter.language_for(one.candidate.language), one)
    return [
        {
            "name": one.candidate.name,
            "language": words.LANGUAGES[language],
            "mail": letters.look(letter, one, one.candidate.name, language),
        }
        for language, one in first.items()
    ]


def _reach(letter: letters.Letter, people: Sequence[Any]) -> dict[str, int]:
    """How many it can reach by mail, by telephone alone, and not at all."""
    phone = letters.by_phone(letter)
    kinds = Counter(
        "mail" if one.candidate.email else ("phone" if one.candidate.phone and phone else "none")
        for one in people
    )
    return {kind: kinds[kind] for kind in ("mail", "phone", "none")}
