"""Where an application must stand so that its person can be invited: in the AI interview of its process, or
one move before it. Stages are known by what happens in them, never by what a bank calls them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import Process, Stage

KIND = "ai_interview"
BEFORE, IN = "before", "in"
WHERE = (BEFORE, IN)


def standing(where: Collection[str] = WHERE) -> Q:
    """The applications one can invite: ``before`` the interview, ``in`` its stage, or both."""
    return pipeline.standing_where(lambda process, stage: place(process, stage) in where)


def is_before(application: Any) -> bool:
    """Whether this one can be invited by where it stands."""
    process = pipeline.process_of(application)
    return process.has(application.stage) and place(process, process.stage(application.stage)) in WHERE


def place(process: Process, stage: Stage) -> str:
    """``in`` the AI interview's stage, one move ``before`` it, or elsewhere (empty)."""
    if stage.kind == KIND:
        return IN
    ways = [process.stage(key).kind for key in stage.leads_to if process.has(key)]
    return BEFORE if KIND in ways else ""
