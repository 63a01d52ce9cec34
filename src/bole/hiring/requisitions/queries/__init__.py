"""Reads of openings, portraits, branches' variants and the question bank."""

from bole.hiring.requisitions.queries.openings import (
    get,
    open_for,
    portrait_for,
    portrait_history,
    visible_to,
)
from bole.hiring.requisitions.queries.portraits import (
    Standing,
    body_for,
    body_of,
    draft,
    get_portrait,
    in_force,
    job_keys,
    job_of,
    targets_of,
    version,
    versions,
)
from bole.hiring.requisitions.queries.questions import (
    OwnQuestion,
    equivalent,
    get_question_version,
    own_rubric,
    own_source,
    question_draft,
    question_table,
    question_versions,
    questions_in_force,
    review_notes,
)
from bole.hiring.requisitions.queries.variants import (
    added_of,
    allowances,
    bounds_for,
    get_variant,
    open_variant,
    past_variants,
    shifts_of,
    variant_body,
    variant_in_force,
    variants,
)

__all__ = [
    "OwnQuestion", "Standing", "added_of", "allowances", "body_for", "body_of", "bounds_for", "draft",
    "equivalent", "get", "get_portrait", "get_question_version", "get_variant", "in_force", "job_keys",
    "job_of", "open_for", "open_variant", "own_rubric", "own_source", "past_variants", "portrait_for",
    "portrait_history", "question_draft", "question_table", "question_versions", "questions_in_force",
    "review_notes", "shifts_of", "targets_of", "variant_body", "variant_in_force", "variants", "version",
    "versions",
    "visible_to",
]  # fmt: skip
