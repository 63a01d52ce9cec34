"""``/verify/``: anybody holds a file or a code against what the bank sealed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bole.foundation.access import throttle
from bole.foundation.access.views import public
from bole.foundation.signing import paper, queries, rules, words
from bole.foundation.signing.models import SignedDocument
from bole.kernel.clock import utc_now

PUBLIC = "whoever holds a signed file, or the code printed in it, may ask whether it is as it was sealed"


@public(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; after a file came, what it is."""
    if request.method != "POST":
        return _page(request, {})
    _count(request)
    if "code" in request.POST:
        typed = rules.normalised(request.POST["code"])
        if typed:
            return redirect("signing:code", code=typed)
        return _page(request, {"code_problem": _("A code has 16 letters and digits.")}, status=422)
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        return _page(request, {"file_problem": _("Choose a file.")}, status=422)
    if sent.size > rules.MOST_BYTES:
        return _page(request, {"file_problem": _("No signed file of ours is this large.")}, status=413)
    verdict = queries.verify(sent.read())
    context = {"verdict": verdict, "file_name": sent.name, "facts": _facts(verdict.document)}
    if verdict.state == "changed":
        context["where"] = _where(verdict.difference)
    return _page(request, context)


@public(PUBLIC)
@never_cache
@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What was sealed under a code; the address in the QR code leads here."""
    _count(request)
    found = queries.by_code(code)
    context = {"asked": rules.printed(rules.normalised(code) or code[:16]), "facts": _facts(found)}
    return _page(request, {**context, "by_code": found is not None, "no_code": found is None})


def _count(request: HttpRequest) -> None:
    """Every question counts, not failures only: nobody has hundreds of contracts."""
    now = utc_now()
    throttle.check(request, "verify", now)
    throttle.failed(request, "verify", now)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = {"title": _("Verify a signed document"), **context}
    return render(request, "signing/verify.html", shown, status=status)


def _facts(found: SignedDocument | None) -> list[tuple[str, str]]:
    """What everybody may know. Nobody's name: it stands in the file for whoever has it."""
    if found is None:
        return []
    certificate = found.certificate
    return [
        (_("Document"), words.on_page(found.kind)),
        (_("Signed at"), paper.moment(found.signed_at)),
        (_("Sealed at"), paper.moment(found.sealed_at)),
        (_("Sealed by"), paper.common_name(certificate["subject"])),
        (_("Certificate issued by"), paper.common_name(certificate["issuer"])),
        (_("Certificate valid"), f"{certificate['valid_from'][:10]} – {certificate['valid_until'][:10]}"),
        (_("Kind of signature"), f"PAdES {found.level}"),
        ("SHA-256", found.sha256),
        *([(_("Note"), _("A test certificate, for demonstration only."))] if certificate["test"] else []),
    ]


PLACES = {
    "document": gettext_noop("The first difference is in the document itself, at byte %(at)s."),
    "sheet": gettext_noop("The first difference is on the sheet of signatures, at byte %(at)s."),
    "seal": gettext_noop("The first difference is in the seal, at byte %(at)s."),
}


def _where(found: rules.Difference | None) -> str:
    if found is None:
        return ""
    at = f"{found.at:,}"
    if found.place == "after":
        text = _("Something was added after the seal: %(more)s bytes, from byte %(at)s on.")
        return text % {"more": f"{found.appended:,}", "at": at}
    if found.missing:
        return _("The end is missing, from byte %(at)s on.") % {"at": at}
    return _(PLACES[found.place]) % {"at": at}
