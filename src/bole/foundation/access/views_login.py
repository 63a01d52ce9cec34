"""Log-in in two steps: password, then a code from the person's own device. One alone opens nothing."""

import base64
import io

import segno
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from bole.foundation.access import queries, throttle
from bole.foundation.access.actors import acting_as
from bole.foundation.access.forms import CodeForm, PasswordForm
from bole.foundation.access.models import Authenticator, User
from bole.foundation.access.views import public
from bole.foundation.audit import services as audit
from bole.kernel.clock import utc_now

NEXT = "bole_next"
DEVICE_NAME = "authenticator"


def safe_target(request: HttpRequest, target: str) -> str:
    """``target`` when it stays on this host, else the console."""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return settings.LOGIN_REDIRECT_URL


@public("where a session begins")
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """First step. The answer is the same for an unknown name and a wrong password."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect("access:second")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.check(request, "login", utc_now())
        user = authenticate(request, **form.cleaned_data)
        if user is None:
            throttle.failed(request, "login", utc_now())
            form.add_error(
                None, _("User name and password do not match. After 5 tries log-in pauses for 15 minutes.")
            )
        else:
            login(request, user)
            request.session[NEXT] = request.POST.get("next") or request.GET.get("next", "")
            return redirect("access:second")
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "demo": settings.DEMO,
    }
    return render(request, "access/login.html", context, status=422 if form.errors else 200)


@public("the second half of a log-in; asks for a session with the first half")
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Second step: a code, or the set-up of a device for people who have none yet."""
    user = request.user
    if not isinstance(user, User):
        return redirect("access:login")
    device = Authenticator.objects.filter(user=user).order_by("-confirmed", "pk").first()
    if device is None:
        device = Authenticator.objects.create(user=user, name=DEVICE_NAME, confirmed=False)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.check(request, "login", utc_now())
        refused = _check(device, form.cleaned_data["code"])
        if not refused:
            return _enter(request, user, device)
        throttle.failed(request, "login", utc_now())
        form.add_error("code", refused)
    context = {"form": form, "who": user.get_short_name(), "enrolling": not device.confirmed}
    if not device.confirmed:
        context |= {"qr": qr_code(device.config_url), "key": _grouped(device)}
    return render(request, "access/second.html", context, status=422 if form.errors else 200)


def _check(device: Authenticator, code: str) -> str:
    """Why the code was refused; empty when it is right. Guessing is slowed down by the device itself."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = (why or {}).get("locked_until")
        wait = translation.gettext("Too many wrong codes. Please wait a moment and use the newest code.")
        return wait if until else translation.gettext("This code cannot be checked now.")
    if device.verify_token(code):
        return ""
    return translation.gettext("This code is wrong or too old. Use the newest one; each code works once.")


def _enter(request: HttpRequest, user: User, device: Authenticator) -> HttpResponse:
    """Both factors are right: the session becomes a person."""
    verb = "access.session.opened"
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        verb = "access.device.enrolled"
    target = safe_target(request, request.session.pop(NEXT, "") or settings.LOGIN_REDIRECT_URL)
    otp_login(request, device)
    request.session.cycle_key()
    actor = queries.actor_for(user)
    with acting_as(actor):
        unit = actor.unit_ids[0] if actor.unit_ids else None
        audit.record(verb=verb, obj=("user", user.pk), unit_id=unit)
    response = HttpResponseRedirect(target)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@public("ends the own session only")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out."""
    logout(request)
    return redirect("access:login")


def qr_code(text: str) -> str:
    """A QR code as a ``data:`` address of an SVG picture (no inline script, no outside service)."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=5, border=2, dark="#17211D", light="#FFFFFF")
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def _grouped(device: Authenticator) -> str:
    """The key as people type it: base32 in groups of four."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
