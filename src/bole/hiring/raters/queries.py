"""Reads of trained raters."""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.raters import policies
from bole.hiring.raters.models import RaterVersion
from bole.kernel.errors import NotFoundError
from bole.measurement import api as measurement
from bole.measurement import trained

ON = RaterVersion.State.ON


def in_force(question_key: str, rubric_sha256: str) -> dict[str, trained.Trained]:
    """Competency → the rater that rates it instead of the rules. One trained under another rubric than the
    one in use does not apply."""
    rows = RaterVersion.objects.filter(
        question_key=question_key, rubric_sha256=rubric_sha256, state=ON, content__isnull=False
    )
    found = rows.values_list("competency", "version", "sha256", "pk")
    return {key: trained.Trained(n, sha, _fitted(sha, pk)) for key, n, sha, pk in found}


def named_in_force(question_key: str, rubric_sha256: str) -> dict[str, str]:
    """Competency → hash of the rater in force, without loading it."""
    rows = RaterVersion.objects.filter(
        question_key=question_key, rubric_sha256=rubric_sha256, state=ON, content__isnull=False
    )
    return dict(rows.order_by("competency").values_list("competency", "sha256"))


@lru_cache(maxsize=16)
def _fitted(_sha256: str, rater_id: UUID) -> "trained.Fitted":
    content = RaterVersion.objects.values_list("content", flat=True).get(pk=rater_id)
    return trained.from_bytes(bytes(content or b""))


def versions(actor: Actor) -> QuerySet[RaterVersion]:
    """All versions without their weights. Cards name nobody: whoever may read a report may read them."""
    if not permissions.allowed(actor, policies.VIEW):
        return RaterVersion.objects.none()
    return RaterVersion.objects.defer("content").select_related("switched_by")


def get(actor: Actor, rater_id: UUID) -> RaterVersion:
    """One version; NotFoundError without it."""
    found = versions(actor).filter(pk=rater_id).first()
    if found is None:
        raise NotFoundError("no such rater")
    return found


def by_sha256(actor: Actor, sha256: str) -> RaterVersion | None:
    """The version a rating names."""
    return versions(actor).filter(sha256=sha256).order_by("version").last()


def against(rater: RaterVersion) -> list[str]:
    """Why it may not be put in force: codes, empty when it may."""
    reasons = list(rater.card["figures"]["reasons"])
    if not RaterVersion.objects.filter(pk=rater.pk, content__isnull=False).exists():
        reasons.append("erased")
    if _rubric_now(rater.question_key) != rater.rubric_sha256:
        reasons.append("other_rubric")
    return reasons


def _rubric_now(question_key: str) -> str:
    try:
        return measurement.load_question(question_key).sha256
    except measurement.RubricError:
        return ""
