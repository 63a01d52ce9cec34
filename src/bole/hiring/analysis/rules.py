"""Which stages an answer needs, when a run may be taken up, and what names a cached result."""

import hashlib
import json
from collections.abc import Collection, Sequence

MAX_TRIES = 3
SPEECH = frozenset({"speech", "voice"})
VISION = frozenset({"face", "body"})
CHANNELS_OF = {"speech": SPEECH, "vision": VISION}


def stages(channels: Collection[str], *, typed: bool, automated: bool) -> tuple[str, ...]:
    """Typed answers need no machine senses; without consent to analysis nothing runs."""
    if typed or not automated:
        return ()
    wanted = set(channels) | {"speech"}
    return tuple(stage for stage in ("speech", "vision") if wanted & CHANNELS_OF[stage])


def input_fingerprint(
    file_sha256: Sequence[str], *, channels: Collection[str], languages: Sequence[str], law: str
) -> str:
    """SHA-256 over everything but the plan that decides a result: recordings in order, channels,
    languages, law."""
    facts = {
        "files": list(file_sha256),
        "channels": sorted(channels),
        "languages": list(languages),
        "law": law,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def may_take(state: str, tries: int) -> bool:
    """Whether a task may take up a run.

    A run found RUNNING belongs to a worker that died: the queue holds a lock per answer and stage, so no
    second task runs beside a living one.
    """
    return state in {"queued", "running"} and tries < MAX_TRIES


def after_failure(*, retryable: bool, tries: int) -> str:
    """Back to the queue while another try can help, else failed for good."""
    return "queued" if retryable and tries < MAX_TRIES else "failed"


def percent(*, answers: int, stages_each: int, shares: Sequence[int]) -> int:
    """How far the analysis of an interview is, from the percent of every run so far; 99 at most until
    the report."""
    if not answers or not stages_each:
        return 0
    return min(99, sum(shares) // (answers * stages_each))
