"""The page behind the link in an answer: one question, its answers, and «this did not help»."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.views import candidate_link
from bole.hiring.enquiries import queries, services
from bole.hiring.enquiries.models import Enquiry
from bole.kernel.clock import utc_now


@candidate_link
@never_cache
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever holds the link reads this one question and says whether it is settled; nothing else opens."""
    with system_scope("a question by its link"):
        found = queries.by_token(token)
    asker = Actor(kind="candidate", id=found.candidate_id, label="candidate", candidate_id=found.candidate_id)
    with acting_as(asker):
        if request.method == "POST":
            services.settle(enquiry_id=found.pk, wish=request.POST.get("do", ""), now=utc_now())
            return redirect("enquiries-open:thread", token=token)
        return _page(request, found)


def _page(request: HttpRequest, found: Enquiry) -> HttpResponse:
    if "bole_language" not in request.COOKIES:
        translation.activate("en" if found.language == "en" else "zh-hans")
    context = {"one": queries.as_asked(found), "title": _("Your question"), "post_to": request.path}
    return render(request, "enquiries/thread.html", context)
