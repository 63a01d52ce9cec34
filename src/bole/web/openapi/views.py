"""``POST /api/v1/candidates``: what OA, a job board or any other system tells about a person."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bole.foundation.access import failures, throttle
from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import public
from bole.hiring.intake import services as intake
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, InvalidError
from bole.kernel.json_body import object_in
from bole.web.openapi import services, words

MAX_BODY = 8 * 1024 * 1024
TEXTS = {"external_id": 120, "name": 120, "phone": 40, "email": 200, "birth_date": 10, "language": 8}
KNOWN = frozenset({*TEXTS, "as_of", "requisition", "resume"})


@csrf_exempt
@public("the key in the header says who calls")
@require_POST
def candidates(request: HttpRequest) -> JsonResponse:
    """Take in one person; 200 with candidate, outcome and changed fields."""
    now = utc_now()
    try:
        throttle.check(request, "login", now)
        try:
            client = services.client_of(request.headers.get("Authorization", ""), "candidates.write", now)
        except services.KeyRefusedError as error:
            throttle.failed(request, "login", now)
            return _refused(error, 401)
        throttle.check(request, "api", now)
        throttle.failed(request, "api", now)
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            raise InvalidError("the request is too large", code="too_large")
        payload = request.body
        told = _told(payload)
        with system_scope(f"api:{client.code}", client.unit_id):
            answer = services.answer_once(
                client=client,
                key=request.headers.get("Idempotency-Key", ""),
                payload=payload,
                now=now,
                work=lambda: _taken(client, told, now),
            )
    except BoleError as error:
        return _refused(error, failures.status_of(error) or 500)
    return JsonResponse(answer)


def _taken(client: Any, told: intake.Told, now: datetime) -> dict[str, Any]:
    done = intake.take_event(unit_id=client.unit_id, source=client.code, told=told, now=now)
    return {
        "candidate": str(done.candidate_id),
        "application": str(done.application_id) if done.application_id else None,
        "outcome": done.outcome,
        "changed": sorted(done.changed),
    }


def _told(payload: bytes) -> intake.Told:
    body = object_in(payload)
    if set(body) - KNOWN:
        raise InvalidError("an object with known fields is expected", code="bad_request")
    problems = {
        field: "invalid"
        for field, longest in TEXTS.items()
        if not isinstance(body.get(field, ""), str) or len(body.get(field, "")) > longest
    }
    problems |= {field: "required" for field in ("external_id", "name", "as_of") if not body.get(field)}
    as_of = _moment(body.get("as_of"), problems)
    requisition, resume = _requisition(body, problems), _resume(body.get("resume"), problems)
    if problems or as_of is None:
        raise InvalidError("some fields cannot be accepted", fields=problems)
    texts = {field: body[field] for field in TEXTS if body.get(field)}
    return intake.Told(as_of=as_of, requisition_id=requisition, resume=resume, **texts)


def _moment(value: Any, problems: dict[str, str]) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
        found = found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):  # the first and the last hours of the calendar have no UTC
        found = None
    if found is None:
        problems.setdefault("as_of", "invalid")
        return None
    return found


def _requisition(body: dict[str, Any], problems: dict[str, str]) -> UUID | None:
    if not body.get("requisition"):
        return None
    try:
        return UUID(str(body["requisition"]))
    except ValueError:
        problems["requisition"] = "invalid"
        return None


def _resume(value: Any, problems: dict[str, str]) -> tuple[str, bytes] | None:
    if value is None:
        return None
    try:
        return str(value["name"])[:200], base64.b64decode(value["content"], validate=True)
    except (KeyError, TypeError, binascii.Error, ValueError):
        problems["resume"] = "invalid"
        return None


def _refused(error: BoleError, status: int) -> JsonResponse:
    body: dict[str, Any] = {"code": error.code, "message": words.of(error.code, status)}
    if isinstance(error, InvalidError) and error.fields:
        body["fields"] = dict(error.fields)
    answer = JsonResponse({"error": body}, status=status)
    if status == 429:
        answer.headers["Retry-After"] = str(throttle.left(utc_now()))
    return answer
