"""The sheet a candidate fills on the phone: one link, no log-in, once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import candidate_link
from bole.foundation.surveys import queries as surveys
from bole.foundation.surveys import services as sheets
from bole.foundation.ui.formats import say
from bole.hiring.opinions import services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@candidate_link
@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask, or thank, or say that it is over."""
    with system_scope("a survey by its link"):
        row = surveys.by_token(token)
    if "bole_language" not in request.COOKIES:
        translation.activate("en" if row.language == "en" else "zh-hans")
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            services.take(token=token, given=request.POST.dict(), now=utc_now())
            return redirect("opinions-open:sheet", token=token)
        except InvalidError as error:
            problems = error.fields
        except ConflictError:
            return redirect("opinions-open:sheet", token=token)
    return _page(request, row, problems)


def _page(request: HttpRequest, row: Any, problems: dict[str, str]) -> HttpResponse:
    body = row.version.body
    titles = {thing["key"]: say(thing["title"]) for thing in row.things}
    context = {
        "title": say(body["title"]),
        "intro": say(body["intro"]),
        "anonymous": body["anonymous"],
        "open": surveys.open_until(row, utc_now()),
        "answered": row.state == "answered",
        "rows": [
            {
                "name": name,
                "question": question,
                "thing": titles.get(thing, ""),
                "chosen": request.POST.get(name, ""),
                "problem": name in problems,
            }
            for name, question, thing in sheets.sheet_of(row)
        ],
        "points": [str(point) for point in range(1, 6)],
        "problems": problems,
    }
    return render(request, "opinions/sheet.html", context, status=422 if problems else 200)
