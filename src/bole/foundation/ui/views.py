"""The language switch and the internal page of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.views import public
from bole.foundation.ui.icons import ICONS

ONE_YEAR = 365 * 24 * 3600


@public("everybody reads the pages in the own language")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembers the language in a cookie and goes back to the page it was asked from."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=ONE_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@public("drawings of components, without data; only in demo and development")
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    theme = request.GET.get("theme", "bole")
    return render(
        request,
        "ui/components.html",
        {
            "icons": sorted(ICONS),
            "theme": theme if theme == "bole-dark" else "bole",
            "bands": {"high": [80, 92], "low": [66, 82]},
        },
    )
