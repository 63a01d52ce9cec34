"""The bank's seal on the letters of a probation: confirmation, agreed extension, end.

A letter takes effect by the decision, not by its seal: a task seals it, as often as it takes, and until then
the letter lies there as it was written. What the employee signed or the bank issued is said as it was.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import queue
from bole.foundation.access import queries as access
from bole.foundation.files import queries as files
from bole.foundation.signing import services as sealing
from bole.kernel.errors import NotFoundError
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.services import steps

SEAL = "performance.seal"
KIND = "probation"
LETTERS = frozenset({"confirmation", "extension", "notice"})
BY_BANK = "经办人以密码与动态验证码登录管理端后签发 Issued after a two-factor login"
BY_EMPLOYEE = "员工在手机上经一次性验证码登录后同意 Agreed on the phone after a one-time code"


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose act a letter rests on, when it was, and how it was known to be that person's."""

    name: str
    at: datetime
    how: str


def defer(decision: Decision) -> None:
    """Have the letter of a decision that took effect sealed; in the caller's transaction."""
    queue.defer(
        SEAL,
        lock=f"probation:{decision.probation_id}",
        decision_id=decision.pk,
        unit_id=decision.unit_id,
    )


@transaction.atomic
def seal(*, decision_id: UUID, now: datetime) -> Decision:
    """Seal the letter of a decision in effect; again is once. NotFoundError without such a decision;
    PortError as ``ports.esign.Sealer``: the task tries again."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("probation")
    decision = rows.filter(pk=decision_id, state=Decision.State.EFFECTIVE).first()
    if decision is None:
        raise NotFoundError("no decision in effect")
    signer = _signer(decision, decision.probation)
    letters = [_sealed(decision, one, signer, now) for one in decision.papers]
    if letters != decision.papers:
        decision.papers = letters
        decision.save(update_fields=["papers"])
        steps.record(decision.probation, "letter.sealed", {"decision": decision.pk})
    return decision


def _sealed(decision: Decision, paper: dict[str, str], signer: Signer, now: datetime) -> dict[str, str]:
    if paper["key"] not in LETTERS or "document_id" in paper:
        return paper
    with files.open_plain(UUID(paper["file_id"])) as plain:
        body = plain.read()
    document = sealing.seal(
        body,
        kind=KIND,
        about_id=decision.pk,
        unit_id=decision.unit_id,
        candidate_id=decision.candidate_id,
        signer=sealing.SignerMark(
            name=signer.name,
            image_png=None,
            signed_at=signer.at,
            code_reference="",
            document_sha256=hashlib.sha256(body).hexdigest(),
            how=signer.how,
        ),
        now=now,
    )
    return {**paper, "document_id": str(document.pk), "code": document.code}


def _signer(decision: Decision, probation: Probation) -> Signer:
    """The employee for what he agreed to, the second person for an end, else who decided."""
    if decision.kind == Decision.Kind.EXTEND:
        return Signer(probation.name, decision.replied_at or decision.at, BY_EMPLOYEE)
    by = decision.second_id or decision.by_id
    at = decision.settled_at or decision.at
    return Signer(access.names_of([by]).get(by, "") if by else "", at, BY_BANK)
