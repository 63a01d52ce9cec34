"""The JSON interface behind the recorder. Errors are ``{code, message}`` in the candidate's language."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from bole.foundation.access import failures
from bole.foundation.access.actors import acting_as
from bole.foundation.access.views import candidate_link
from bole.foundation.files import queries as file_queries
from bole.foundation.files import services as files
from bole.foundation.ui import messages, parts
from bole.hiring.interviews import link, noticing, services, standing
from bole.hiring.interviews.words import WORDS
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, InvalidError, NotFoundError

messages.register(WORDS)


class Call(NamedTuple):
    """One call of the interface, by a candidate who passed the code."""

    request: HttpRequest
    holder: link.Pass


Api = Callable[..., dict[str, Any]]


def refusal(error: BoleError, status: int | None = None) -> JsonResponse:
    """An expected failure as JSON."""
    return JsonResponse(messages.problem(error), status=status or failures.status_of(error) or 500)


def api(*methods: str) -> Callable[[Api], Any]:
    """One address of the interface: pass, actor, error table. The function returns the JSON body."""

    def decorate(function: Api) -> Any:
        @functools.wraps(function)
        def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            holder = link.read(request, token)
            if holder is None:
                return refusal(BoleError("no pass", code="code_needed"), 401)
            with acting_as(holder.actor()) as actor:
                request.actor = actor  # type: ignore[attr-defined]  # read through access.views.actor_of
                try:
                    return JsonResponse(function(Call(request, holder), **kwargs))
                except BoleError as error:
                    return refusal(error)

        return candidate_link(require_http_methods(list(methods))(guarded))

    return decorate


def number(body: dict[str, Any], key: str) -> float:
    """A finite number of the body."""
    value = body.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        raise InvalidError(f"{key} must be a number", code="bad_json", fields={key: "number"})
    return value


def question_state(holder: link.Pass, key: str) -> dict[str, Any]:
    """The state of one question."""
    for question in standing.whole_state(holder)["questions"]:
        if question["key"] == key:
            return dict(question)
    raise NotFoundError("no such question", code="question_unknown")


@api("GET")
def state(call: Call) -> dict[str, Any]:
    """Everything the recorder draws."""
    return standing.whole_state(call.holder)


@api("POST")
def begin(call: Call, key: str) -> dict[str, Any]:
    """Show a question and start its think time."""
    services.begin_question(interview_id=call.holder.interview_id, question_key=key, now=utc_now())
    return question_state(call.holder, key)


@api("POST")
def recordings(call: Call, key: str) -> dict[str, Any]:
    """Begin one stretch of recording."""
    content_type = str(parts.body_of(call.request).get("content_type", ""))[:80]
    recording = services.start_recording(
        interview_id=call.holder.interview_id, question_key=key, content_type=content_type, now=utc_now()
    )
    progress = file_queries.upload_progress(recording.upload_id)
    return {
        "recording_id": str(recording.pk),
        "upload_id": str(recording.upload_id),
        "part_bytes": progress.part_bytes,
        "direct": progress.direct,
    }


@api("PUT")
def part(call: Call, upload_id: UUID, index: int) -> dict[str, Any]:
    """Take one part. No interview, session or user is loaded: the busiest address of the product."""
    sha256, body = parts.part_of(call.request)
    receipt = files.put_part(upload_id=upload_id, index=index, sha256=sha256, body=body)
    return {"index": receipt.index, "size": receipt.size, "duplicate": receipt.duplicate}


@api("POST")
def part_address(call: Call, upload_id: UUID, index: int) -> dict[str, Any]:
    """Where to send a part that goes straight to the object store."""
    sha256 = str(parts.body_of(call.request).get("sha256", ""))
    target = file_queries.part_target(upload_id, index, sha256)
    return {"url": target.url, "headers": dict(target.headers)}


@api("GET")
def upload(_call: Call, upload_id: UUID) -> dict[str, Any]:
    """Which parts have arrived, so that a reloaded page sends only the rest."""
    progress = file_queries.upload_progress(upload_id)
    return {
        "received": list(progress.received),
        "received_bytes": progress.received_bytes,
        "state": progress.state,
        "part_bytes": progress.part_bytes,
        "direct": progress.direct,
    }


@api("POST")
def finish_recording(call: Call, recording_id: UUID) -> dict[str, Any]:
    """All parts of a stretch are there."""
    body = parts.body_of(call.request)
    recording = services.finish_recording(
        recording_id=recording_id,
        parts=int(number(body, "parts")),
        total_bytes=int(number(body, "total_bytes")),
        seconds=float(number(body, "seconds")),
        now=utc_now(),
    )
    return {
        "recording_id": str(recording.pk),
        "state": recording.state,
        "seconds": recording.declared_seconds,
    }


@api("POST")
def submit(call: Call, key: str) -> dict[str, Any]:
    """ "I am finished" with this question."""
    services.submit_answer(interview_id=call.holder.interview_id, question_key=key, now=utc_now())
    return standing.whole_state(call.holder)


@api("POST")
def typed(call: Call, key: str) -> dict[str, Any]:
    """A typed answer."""
    text = str(parts.body_of(call.request).get("text", ""))
    services.submit_typed(interview_id=call.holder.interview_id, question_key=key, text=text, now=utc_now())
    return standing.whole_state(call.holder)


@api("POST")
def notes(call: Call, key: str) -> dict[str, Any]:
    """What the page noted about itself. Always a plain answer: nothing depends on it."""
    sent = noticing.notes_in(parts.body_of(call.request).get("notes"))
    kept = services.note_page(
        interview_id=call.holder.interview_id, question_key=key, notes=sent, now=utc_now()
    )
    return {"kept": kept}


@api("POST")
def retake(call: Call, key: str) -> dict[str, Any]:
    """Throw this attempt away."""
    services.retake(interview_id=call.holder.interview_id, question_key=key, now=utc_now())
    return question_state(call.holder, key)


@api("POST")
def finish(call: Call) -> dict[str, Any]:
    """ "I am finished" with everything; ``partial`` says that open questions stay open on purpose."""
    partial = parts.body_of(call.request).get("partial") is True
    services.finish(interview_id=call.holder.interview_id, now=utc_now(), partial=partial)
    return standing.whole_state(call.holder)
