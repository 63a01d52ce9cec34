"""Reads of people. Row-level security cuts every answer to the actor's units, or to himself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.keys.current import blind_index
from bole.hiring.candidates import policies, rules
from bole.hiring.candidates.models import Candidate, Duplicate, Resume, ResumeFile
from bole.kernel.errors import NotFoundError

Person: TypeAlias = Candidate


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody; empty strings where unknown."""

    name: str
    phone: str
    email: str
    language: str


def visible_to(actor: Actor) -> QuerySet[Candidate]:
    """People whose name the actor may read."""
    if actor.kind in {"system", "candidate"} or permissions.allowed(actor, policies.VIEW):
        return Candidate.objects.select_related("unit")
    return Candidate.objects.none()


@dataclass(slots=True)
class _AtHand:
    """What one page knows of the person it is about."""

    actor: Actor
    candidate: Candidate
    people: list[Candidate] | None = None


_at_hand: ContextVar[_AtHand | None] = ContextVar("bole_candidate_at_hand", default=None)


@contextmanager
def at_hand(candidate: Candidate) -> Iterator[None]:
    """Inside the block the same actor gets this person without a query: for one page of many panels."""
    token = _at_hand.set(_AtHand(actors.current(), candidate))
    try:
        yield
    finally:
        _at_hand.reset(token)


def _known(candidate_id: UUID) -> _AtHand | None:
    known = _at_hand.get()
    same = known is not None and known.actor is actors.current() and known.candidate.pk == candidate_id
    return known if same else None


def get(candidate_id: UUID) -> Candidate:
    """One person; NotFoundError when not there or not to be seen."""
    known = _known(candidate_id)
    if known is not None:
        return known.candidate
    found = visible_to(actors.current()).select_related("resume").filter(pk=candidate_id).first()
    if found is None:
        raise NotFoundError("no such candidate")
    return found


def contact(candidate_id: UUID) -> Contact:
    """Name and addresses: for HR of the unit, the machine that writes to the person, and the person."""
    candidate = get(candidate_id)
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.CONTACT, candidate.unit_id)
    return Contact(candidate.name, candidate.phone, candidate.email, candidate.language)


def pasted_of(candidate_id: UUID, *, known: Candidate | None = None) -> Resume | None:
    """What was pasted of a person's résumé: for HR of the unit, the machine, and the person.

    ``known``: the same person, when the caller got him already."""
    return getattr(_may_read(candidate_id, known), "resume", None)


def lines_of(candidate_id: UUID) -> str:
    """The résumé as lines of text: what was pasted, else the lines the newest file's entries were read from;
    empty without either."""
    pasted = pasted_of(candidate_id)
    if pasted is not None:
        return str(pasted.text)
    read = resume_of(candidate_id) or {}
    printed: dict[int, str] = {span["line"]: span["text"] for span in read.get("spans", {}).values()}
    return "\n".join(printed[number] for number in sorted(printed))


def whole_file(candidate_id: UUID) -> tuple[list[Candidate], list[ResumeFile], list[Duplicate]]:
    """The person's files (the one asked for first), résumés of all of them and proposals: for one page."""
    candidate = _may_read(candidate_id)
    others = [one for one in same_person(candidate) if one.pk != candidate.pk]
    ids = [candidate.pk, *(one.pk for one in others)]
    found = ResumeFile.objects.filter(candidate_id__in=ids).select_related("reading", "candidate")
    pairs = Duplicate.objects.filter(Q(candidate_id=candidate_id) | Q(other_id=candidate_id))
    ordered = sorted(
        pairs.select_related("candidate", "other"), key=lambda row: (row.state != "open", row.pk)
    )
    return [candidate, *others], list(found.order_by("-as_of", "-added_at", "-id")), ordered


def resume_of(candidate_id: UUID) -> dict[str, Any] | None:
    """What the person's newest readable résumé holds, over all files merged with this one; None without one.

    The object of ``bole parse-resume`` (without ``file`` and ``error``), with the person's corrections in
    place of what was read (``corrected`` names those fields; their spans are gone), and ``resume_id``,
    ``source``, ``as_of``, ``parser``. For HR of the unit and the machine.
    """
    candidate = _may_read(candidate_id)
    ids = [one.pk for one in same_person(candidate)]
    row = (
        ResumeFile.objects.filter(candidate_id__in=ids, state=ResumeFile.State.READ, reading__isnull=False)
        .select_related("reading")
        .order_by("-as_of", "-added_at", "-id")
        .first()
    )
    return body_of(row) if row is not None else None


def body_of(row: ResumeFile) -> dict[str, Any] | None:
    """What one résumé file holds, corrections in place; None when it was not read."""
    if row.state != ResumeFile.State.READ or row.reading is None:
        return None
    facts = {"resume_id": row.pk, "source": row.source, "as_of": row.as_of, "parser": row.reading.parser}
    return {**rules.corrected(row.reading.body, row.corrections), **facts}


def resume_files(candidate_id: UUID) -> list[ResumeFile]:
    """All résumé files of the person, newest first, with their readings."""
    ids = [one.pk for one in same_person(_may_read(candidate_id))]
    found = ResumeFile.objects.filter(candidate_id__in=ids).select_related("reading", "candidate")
    return list(found.order_by("-as_of", "-added_at", "-id"))


def resume_file(resume_id: UUID) -> ResumeFile:
    """One of them; NotFoundError when not there or not to be seen."""
    row = ResumeFile.objects.filter(pk=resume_id).select_related("reading").first()
    if row is None:
        raise NotFoundError("no such résumé")
    _may_read(row.candidate_id)
    return row


def _may_read(candidate_id: UUID, known: Candidate | None = None) -> Candidate:
    candidate = known if known is not None and known.pk == candidate_id else get(candidate_id)
    actor = actors.current()
    if actor.kind == "user":
        permissions.require(actor, policies.RESUME, candidate.unit_id)
    return candidate


def newest_files(ids: list[UUID]) -> list[ResumeFile]:
    """The newest résumé file of each of these."""
    rows = ResumeFile.objects.filter(candidate_id__in=ids).order_by("candidate_id", "-as_of")
    return list(rows.distinct("candidate_id"))


def numbers_of(ids: list[UUID]) -> dict[UUID, str]:
    """What people read aloud, by id."""
    return dict(visible_to(actors.current()).filter(pk__in=ids).values_list("pk", "number"))


def kept_since(before: datetime) -> QuerySet[Candidate]:
    """People registered before a moment and not erased, oldest first."""
    rows = visible_to(actors.current()).filter(created_at__lte=before, erased_at=None, merged_into=None)
    return rows.order_by("created_at", "id")


def same_person(candidate: Candidate) -> list[Candidate]:
    """All files found to be this person's: the leading one first, alone when nothing was merged."""
    known = _known(candidate.pk)
    if known is not None and known.people is not None:
        return known.people
    leading = candidate.merged_into_id or candidate.pk
    found = Candidate.objects.filter(Q(pk=leading) | Q(merged_into_id=leading))
    return sorted(found, key=lambda one: (one.pk != leading, one.created_at)) or [candidate]


def duplicates_of(candidate_id: UUID) -> list[Duplicate]:
    """Proposals about this file, open ones first; for who may decide them."""
    get(candidate_id)
    rows = Duplicate.objects.filter(Q(candidate_id=candidate_id) | Q(other_id=candidate_id))
    return _open_first(rows)


def _open_first(rows: QuerySet[Duplicate]) -> list[Duplicate]:
    return sorted(rows.select_related("candidate", "other"), key=lambda row: (row.state != "open", row.pk))


def open_duplicates(actor: Actor) -> QuerySet[Duplicate]:
    """Pairs that wait for a person, oldest first."""
    if not permissions.allowed(actor, policies.MERGE):
        return Duplicate.objects.none()
    waiting = Duplicate.objects.filter(state=Duplicate.State.OPEN)
    return waiting.select_related("candidate", "other", "unit").order_by("created_at", "id")


def duplicate(duplicate_id: UUID) -> Duplicate:
    """One pair; NotFoundError when not there or not to be seen."""
    row = Duplicate.objects.filter(pk=duplicate_id).select_related("candidate", "other", "unit").first()
    if row is None:
        raise NotFoundError("no such proposal")
    permissions.require(actors.current(), policies.MERGE, row.unit_id)
    return row


def ids_matching(text: str) -> QuerySet[Candidate, UUID]:
    """People found by number, whole name, phone or address, through blind indexes: part of a name finds
    nobody."""
    return visible_to(actors.current()).filter(_matching(text)).values_list("pk", flat=True)


def _matching(text: str) -> Q:
    found = Q(number__iexact=text.strip())
    found |= Q(name_index=index("name", rules.same_name(text)))
    if "@" in text:
        found |= Q(email_index=index("email", rules.same_mail(text)))
    digits = rules.same_phone(text)
    if len(digits) >= 6:
        found |= Q(phone_index=index("phone", digits))
    return found


def index(field: str, normalised: str) -> str:
    """The blind index of one field's normalised value; empty for nothing."""
    return blind_index(normalised, f"candidate/{field}") if normalised else ""


def phone_index(number: str) -> str:
    """The blind index of a telephone number however it is written."""
    return index("phone", rules.same_phone(number))


def check_contact(*, name: str, phone: str, email: str) -> None:
    """InvalidError by field when these do not make a person one can reach."""
    rules.check_contact(name=name, phone=phone, email=email)


def masked_mail(address: str) -> str:
    """Enough to recognise one's own address."""
    return rules.masked_mail(address)


def masked_phone(number: str) -> str:
    """The last four digits."""
    return rules.masked_phone(number)


def found_by(words: Iterable[str]) -> dict[str, UUID]:
    """Word → person, for numbers of files, telephone numbers and mail addresses, in three queries; what
    finds nobody, or more than one person, is missing."""
    indexed: dict[str, dict[str, str]] = {"number": {}, "phone_index": {}, "email_index": {}}
    for word in words:
        indexed["number"][word.strip().upper()] = word
        if "@" in word:
            indexed["email_index"][index("email", rules.same_mail(word))] = word
        elif len(rules.same_phone(word)) >= 6:
            indexed["phone_index"][index("phone", rules.same_phone(word))] = word
    hits: dict[str, set[UUID]] = {}
    for column, wanted in indexed.items():
        rows = visible_to(actors.current()).filter(**{f"{column}__in": list(wanted)})
        for value, key in rows.values_list(column, "pk"):
            hits.setdefault(wanted[value], set()).add(key)
    return {word: next(iter(keys)) for word, keys in hits.items() if len(keys) == 1}
