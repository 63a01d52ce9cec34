"""What `bole demo` prints: every score with its quoted evidence, then addresses and log-ins."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

QUOTES_SHOWN = 2
WIDTH = 110


def summary(interview_id: UUID) -> dict[str, Any]:
    """One report as the summary file carries it; ``{}`` while there is none."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.messaging.queries import messages_for
    from bole.hiring.assessment.models import Report
    from bole.hiring.candidates import queries as candidates

    with system_scope("demo"):
        report = (
            Report.objects.filter(interview_id=interview_id, latest=True)
            .select_related("application")
            .first()
        )
        if report is None:
            return {}
        body = report.body
        return {
            "candidate": candidates.contact(report.candidate_id).name,
            "report_id": str(report.pk),
            "interview_id": str(interview_id),
            "job": body["portrait"]["key"],
            "stage": report.application.stage,
            "state": report.state,
            "total": body["total"],
            "total_sem": body["total_sem"],
            "total_missing_weight": body["total_missing_weight"],
            "recommendation": body["recommendation"],
            "ratings": body["competencies"],
            "flags": body["flags"],
            "additions": body.get("additions", {}),
            "messages": [m.template for m in messages_for(report.candidate_id).order_by("queued_at")],
            "hash": report.hash,
        }


def report_lines(found: Mapping[str, Any]) -> Iterable[str]:
    """A report for the terminal."""
    total = "no total" if found["total"] is None else f"{found['total']:.1f}"
    yield ""
    yield f"── {found['candidate']} · {found['job']} · total {total} · {found['recommendation']['outcome']} "
    for rating in found["ratings"]:
        yield from rating_lines(rating)
    for flag in found["flags"]:
        yield f"   ⚑ {flag['kind']}: {flag['reason']} ({flag['question_key']})"
    yield f"   stage: {found['stage']} · messages in the outbox: {', '.join(found['messages'])}"
    yield f"   hash of the report: {found['hash']}"


def rating_lines(rating: Mapping[str, Any]) -> Iterable[str]:
    """A score and the sentences it rests on."""
    label = f"{rating['label']['zh']} {rating['label']['en']}"
    if rating["score"] is None:
        yield f"   {label}: not scored ({rating['reason']})"
        return
    spread = "" if rating["sem"] is None else f" ± {rating['sem']:.1f} ({rating['sem_basis']})"
    yield f"   {label}: {rating['score']:.1f}{spread} · weight {rating['weight']}"
    quoted = sorted((e for e in rating["evidence"] if e["quote"]), key=lambda e: -abs(e["points"]))
    for evidence in quoted[:QUOTES_SHOWN]:
        quote = textwrap.shorten(evidence["quote"], WIDTH, placeholder="…")
        yield f"       {evidence['points']:+6.1f}  [{_clock(evidence['start'])}] “{quote}”"


def logins() -> list[dict[str, str]]:
    """The demo's accounts with the second factor of this moment."""
    from django_otp.oath import totp

    from bole.cli import seed
    from bole.foundation.access.actors import system_scope
    from bole.foundation.access.models import Authenticator, RoleAssignment

    found = []
    with system_scope("demo"):
        for assignment in RoleAssignment.objects.filter(user__is_demo=True).select_related("user", "unit"):
            device = Authenticator.objects.filter(user=assignment.user, confirmed=True).first()
            found.append({
                "username": assignment.user.username,
                "password": seed.PASSWORD,
                "code": f"{totp(device.bin_key):06d}" if device else "",
                "secret": _base32(device.bin_key) if device else "",
                "role": assignment.role,
                "unit": assignment.unit.name_zh,
            })  # fmt: skip
    return sorted(found, key=lambda entry: entry["username"])


def login_lines(found: Iterable[Mapping[str, str]], url: str) -> Iterable[str]:
    """Addresses and log-ins for people."""
    yield ""
    yield f"Console   {url}/console/       (log in with one of these; the code changes every 30 s,"
    yield "          `bole demo --logins` shows it again, or put the secret into an authenticator app)"
    for one in found:
        yield (f"  {one['username']:<14} {one['password']:<24} code {one['code']}  secret {one['secret']}  "
               f"{one['role']} · {one['unit']}")  # fmt: skip


def _base32(key: bytes) -> str:
    import base64

    return base64.b32encode(key).decode().rstrip("=")


def _clock(seconds: float | None) -> str:
    return "typed" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
