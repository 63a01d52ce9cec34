"""What the portrait pages post, as the services want it. A value that is no number becomes a named fault."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from bole.hiring.requisitions.jobfile import Competency, Fault, Job, JobFileError, Target
from bole.hiring.requisitions.varying import Bounds
from bole.kernel.errors import InvalidError

LARGEST = 100_000  # characters of an uploaded job file
LONGEST_NUMBER, MOST_PLACES = 40, 9  # characters; places before or behind the point


def number(text: str, place: str) -> Decimal:
    """A decimal number; JobFileError naming the field otherwise."""
    try:
        value = Decimal(text.strip().replace("，", ".").replace(",", ".")[:LONGEST_NUMBER])
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > MOST_PLACES:
        raise JobFileError([Fault(place, "type", "0.0")])
    return value


def whole(text: str) -> int:
    """A whole number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def day(text: str) -> date:
    """A date; InvalidError otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError("no date", fields={"effective_on": "required"}) from error


def job_from(post: QueryDict, job: Job) -> Job:
    """The job as the editor's form says it."""
    chosen = tuple(post.getlist("question"))
    return replace(
        job,
        competencies=tuple(
            _competency(post, one) for one in job.competencies if f"remove-{one.key}" not in post
        ),
        pass_mark=(mark := number(post.get("pass_mark", ""), "pass_mark")),
        pass_mark_origin="bank" if mark != job.pass_mark else job.pass_mark_origin,
        guide=post.get("guide", job.guide),
        process=post.get("process", job.process),
        auto_advance="auto_advance" in post,
        questions=() if "own_questions" not in post else chosen,
        exercises=tuple(one for one in job.exercises if f"drop-scene-{one.key}" not in post),
        targets=_targets(post, job.targets),
        bounds=Bounds(
            **{k: number(post.get(f"bounds-{k}", ""), f"bounds.{k}") for k in ("shift", "cap", "share")}
        ),
    )


def _competency(post: QueryDict, one: Competency) -> Competency:
    weight = number(post.get(f"weight-{one.key}", ""), f"weight {one.key}")
    return one if weight == one.weight else replace(one, weight=weight, weight_origin="bank")


def _targets(post: QueryDict, known: tuple[Target, ...]) -> tuple[Target, ...]:
    kept = [
        replace(
            one,
            start=number(post.get(f"target-{one.key}-from", ""), f"target {one.key}"),
            goal=number(post.get(f"target-{one.key}-to", ""), f"target {one.key}"),
        )
        for one in known
        if f"drop-target-{one.key}" not in post
    ]
    label = post.get("target-new-label", "").strip()
    if not label:
        return tuple(kept)
    texts = {name: _both(post, f"target-new-{name}") for name in ("label", "definition", "unit")}
    key = f"target_{len(known) + 1}"
    while any(one.key == key for one in kept):
        key += "_"
    start = number(post.get("target-new-from", ""), "target from")
    goal = number(post.get("target-new-to", ""), "target to")
    return (*kept, Target(key, texts["label"], texts["definition"], texts["unit"], start, goal))


def _both(post: QueryDict, name: str) -> Mapping[str, str]:
    """One text for both languages until somebody translates it in the file."""
    text = post.get(name, "").strip()
    return {"zh": text, "en": post.get(f"{name}-en", "").strip() or text}


def variant_from(
    post: QueryDict, base: Mapping[str, Decimal]
) -> tuple[list[tuple[str, Decimal, str]], dict[str, Decimal]]:
    """Own dimensions (competency, share, reason) and shifts of a variant's form."""
    added = [
        (key, number(post.get(f"share-{key}", ""), f"share {key}"), post.get(f"reason-{key}", ""))
        for key in post.getlist("own")
        if f"remove-{key}" not in post
    ]
    if post.get("new"):
        share = number(post.get("new-share", ""), "share")
        added.append((post.get("new", ""), share, post.get("new-reason", "")))
    shifts = {key: number(post.get(f"shift-{key}", "0") or "0", f"shift {key}") for key in base}
    return added, shifts
