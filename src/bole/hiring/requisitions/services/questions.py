"""Writes of the question bank: head office makes a version, a second person signs, branches read."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.audit import services as audit
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import policies, queries
from bole.hiring.requisitions.models import QuestionVersion, ReviewNote
from bole.hiring.requisitions.services import following, portraits, signed
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.toml_body import UnreadableTomlError, table_in
from bole.measurement import api as measurement

KIND = "requisitions.question"
State = QuestionVersion.State
SHORTEST, LONGEST, MOST_WORDS = 15, 900, 60  # seconds to answer; words of one keyword family


@transaction.atomic
def begin_question(*, key: str, now: datetime) -> QuestionVersion:
    """A draft on what is in force; the open one where there is one."""
    user = _editor()
    following.hold_job(f"question {key}")
    known = queries.question_draft(key)
    if known is not None:
        return known
    table, held = queries.question_table(key)
    row = QuestionVersion.objects.create(
        key=key,
        body=table,
        sha256=measurement.question_from(table).sha256,
        active=held.active if held else True,
        author_id=user,
        edited_by_id=user,
        created_at=now,
        edited_at=now,
    )
    _record(row, "begun")
    return row


@transaction.atomic
def save_question(
    *,
    version_id: UUID,
    texts: Mapping[str, Mapping[str, str]],
    limits: Mapping[str, int],
    keywords: Mapping[str, Mapping[str, Sequence[str]]],
    active: bool,
    note: str,
    revision: int,
    now: datetime,
) -> QuestionVersion:
    """Keep the draft. ``texts``: title and prompts in both languages; ``limits``: think_seconds,
    limit_seconds; ``keywords``: family → words by language, a new family included, one without words
    removed."""
    row = _draft_seen(version_id, revision)
    row.active, row.note = active, note.strip()[:500]
    return _keep(row, _edited(row.body, texts, limits, keywords), now)


@transaction.atomic
def save_question_file(*, version_id: UUID, text: str, revision: int, now: datetime) -> QuestionVersion:
    """Make a whole file (TOML) the draft: points, cues, anchors, weights, everything. InvalidError
    ``bad_rubric`` with the place of the fault; a question keeps its key."""
    row = _draft_seen(version_id, revision)
    try:
        table = table_in(text)
    except UnreadableTomlError as error:
        raise InvalidError(str(error), code="bad_rubric") from error
    if table.get("key") != row.key:
        raise InvalidError(f"key: must stay {row.key}", code="bad_rubric")
    return _keep(row, table, now)


def _draft_seen(version_id: UUID, revision: int) -> QuestionVersion:
    _editor()
    row = signed.locked(QuestionVersion, version_id)
    signed.check_draft(row, revision)
    return row


def _keep(row: QuestionVersion, table: Mapping[str, Any], now: datetime) -> QuestionVersion:
    try:
        question = measurement.question_from(table)
    except measurement.RubricError as error:
        raise InvalidError(error.message, code="bad_rubric") from error
    row.body, row.sha256 = dict(table), question.sha256
    row.edited_by_id, row.edited_at, row.revision = _editor(), now, row.revision + 1
    row.save()
    _record(row, "saved")
    return row


@transaction.atomic
def submit_question(*, version_id: UUID, effective_on: date, revision: int, now: datetime) -> QuestionVersion:
    """Hand it to a second person."""
    user, row = _editor(), _draft_seen(version_id, revision)
    if not 0 <= (effective_on - bank_time.today(now)).days <= portraits.FURTHEST:
        raise InvalidError("it begins today or within a year", fields={"effective_on": "out_of_range"})
    table, held = queries.question_table(row.key)
    if row.body == table and row.active == (held.active if held else True):
        raise InvalidError("nothing differs from what is in force", code="nothing_changed")
    row.state, row.answer, row.author_id = State.WAITING, "", user
    row.save(update_fields=["state", "answer", "author"])
    title = measurement.question_from(row.body).title.to_json()
    approvals.propose(
        kind=KIND,
        unit_id=portraits.root_id(),
        obj=("question_version", row.pk),
        title={"zh": f"题目：{title['zh']}", "en": f"Question: {title['en']}"},
        payload={"body": row.body, "active": row.active, "effective_on": effective_on.isoformat()},
        reason=row.note,
        now=now,
    )
    return row


@transaction.atomic
def drop_question(*, version_id: UUID, now: datetime) -> QuestionVersion:
    """Give a draft up."""
    _editor()
    row = signed.locked(QuestionVersion, version_id)
    signed.drop(row, now)
    _record(row, "dropped")
    return row


def question_approved(decision: Decision) -> None:
    """The second person signed. New interviews are asked this version from its day; running ones keep
    theirs."""
    row = signed.waiting(QuestionVersion, decision)
    following.hold_job(f"question {row.key}")
    newest = QuestionVersion.objects.filter(key=row.key, number__isnull=False).order_by("-number").first()
    row.number = 1 + ((newest.number or 0) if newest else 0)
    row.state, row.decided_by_id = State.APPROVED, decision.decider_id
    row.decided_at, row.answer = decision.now, decision.note
    wanted = date.fromisoformat(decision.payload["effective_on"])
    row.effective_on = max(wanted, bank_time.today(decision.now))
    row.save()
    _record(row, "approved")


def question_sent_back(decision: Decision) -> None:
    """Refused or taken back: a draft again, with the answer."""
    row = signed.waiting(QuestionVersion, decision)
    signed.send_back(row, decision)
    _record(row, "sent_back")


@transaction.atomic
def add_review(*, question_key: str, reason: str, source: str, now: datetime) -> ReviewNote:
    """Put a question on the review list; the same open point twice is once. For surveys, complaints,
    statistics."""
    if question_key not in measurement.question_keys():
        raise NotFoundError("no such question")
    note, new = ReviewNote.objects.get_or_create(
        question_key=question_key,
        source=source[:64],
        reason=reason.strip()[:300],
        settled_at=None,
        defaults={"at": now},
    )
    if new:
        _record_note(note, "added")
    return note


@transaction.atomic
def settle_review(*, note_id: UUID, outcome: str, now: datetime) -> ReviewNote:
    """Head office looked at it and says what came of it."""
    user = _editor()
    note = ReviewNote.objects.select_for_update(of=("self",)).filter(pk=note_id).first()
    if note is None:
        raise NotFoundError("no such point")
    if note.settled_at:
        raise ConflictError("this was settled before", code="already_decided")
    if len(outcome.strip()) < portraits.SHORTEST_WORDS:
        raise InvalidError("say what came of it", fields={"outcome": "required"})
    note.settled_at, note.settled_by_id, note.outcome = now, user, outcome.strip()[:300]
    note.save(update_fields=["settled_at", "settled_by", "outcome"])
    _record_note(note, "settled")
    return note


def _edited(
    table: Mapping[str, Any],
    texts: Mapping[str, Mapping[str, str]],
    limits: Mapping[str, int],
    keywords: Mapping[str, Mapping[str, Sequence[str]]],
) -> dict[str, Any]:
    """A copy of the question's table with these parts in place of the old ones."""
    fresh = deepcopy(dict(table))
    for name in ("title", "prompts"):
        fresh[name] = {language: texts[name][language].strip()[:600] for language in ("zh", "en")}
    for name in ("think_seconds", "limit_seconds"):
        low = 0 if name == "think_seconds" else SHORTEST
        if not low <= limits[name] <= LONGEST:
            raise InvalidError("seconds out of range", fields={name: "out_of_range"})
        fresh[name] = limits[name]
    old = {row["key"]: row for row in fresh.get("lexicon", [])}
    fresh["lexicon"] = [
        _family(key, words, old.get(key, {})) for key, words in keywords.items() if any(words.values())
    ]
    return fresh


def _family(key: str, words: Mapping[str, Sequence[str]], old: Mapping[str, Any]) -> dict[str, Any]:
    """One keyword family; each word once, homophones kept for the words that stay."""
    if not all(words.get(language) for language in ("zh", "en")):
        raise InvalidError("words in both languages", fields={f"keywords {key}": "both_languages"})
    kept = {language: list(dict.fromkeys(words[language]))[:MOST_WORDS] for language in ("zh", "en")}
    row: dict[str, Any] = {"key": key, "words": kept}
    heard = {word: forms for word, forms in old.get("homophones", {}).items() if word in kept["zh"]}
    return {**row, "homophones": heard} if heard else row


def _editor() -> UUID:
    permissions.require(actors.current(), policies.EDIT_QUESTIONS, portraits.root_id())
    return portraits.person()


def _record(row: QuestionVersion, what: str) -> None:
    signed.record(row, "question", what, unit_id=portraits.root_id(), key=("question", row.key))


def _record_note(note: ReviewNote, what: str) -> None:
    audit.record(
        verb=f"hiring.requisitions.review.{what}",
        obj=("review_note", note.pk),
        unit_id=portraits.root_id(),
        details={"question": note.question_key},
    )
