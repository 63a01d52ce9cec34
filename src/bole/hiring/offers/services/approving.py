"""The second person: handing a version in, the levels it needs, and what follows from yes and no."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from bole.foundation.access import actors
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.kinds import Decision
from bole.foundation.workdays import bank_time
from bole.hiring.offers import library, queries
from bole.hiring.offers.models import Offer, SignOff, Version
from bole.hiring.offers.rules import checks, difference, levels, terms
from bole.hiring.offers.services import sending, steps
from bole.kernel.errors import ConflictError, NotFoundError

KINDS = {levels.BRANCH: "offer", levels.HEAD: "offer-head", levels.HEAD_AGAIN: "offer-head"}


@transaction.atomic
def submit(*, offer_id: UUID, sha256: str, note: str, now: datetime) -> Version:
    """Hand the draft in. ``sha256``: of the terms the person was looking at (ConflictError ``lost_race``).

    InvalidError and LabourLawError as ``rules.checks.check``. Where nothing weighty differs from the version
    that is shown, it goes to the candidate at once; else to a second person, beyond the band to head office
    too.
    """
    offer, _ = steps.locked_for_bank(offer_id)
    version = steps.in_work(offer)
    if version is None or version.state != Version.State.DRAFT:
        raise ConflictError("there is no draft to hand in", code="no_draft")
    if version.sha256 != sha256 or terms.fingerprint(version.terms) != sha256:
        raise ConflictError("the draft was changed in the meantime", code="lost_race")
    if offer.shown is not None and offer.shown.sha256 == sha256:
        raise ConflictError("nothing differs from the version that is shown", code="nothing_new")
    checks.check(
        version.terms,
        today=bank_time.today(now),
        lowest_of_post=queries.lowest_of_post(offer.job_key),
        had_probation=queries.had_probation(offer),
    )
    version.note, version.submitted_at = note.strip()[:500], now
    if not difference.needs_signature(offer.shown.terms if offer.shown else None, version.terms):
        version.needs = []
        sending.put_before(offer, version, now)
        return version
    version.state, version.needs = Version.State.WAITING, needed(version)
    version.save()
    SignOff.objects.filter(version=version).delete()  # of an earlier round that ended in a refusal
    steps.changed(offer, "submitted", {"version": version.number, "levels": version.needs})
    _ask(offer, version, now)
    return version


def needed(version: Version) -> list[str]:
    """The levels that have to sign these terms."""
    sums, band = terms.totals(version.terms), queries.band_of_terms(version.terms)
    return levels.needed(monthly=sums.monthly, yearly=sums.target, band=band, limits=library.limits())


def approved(decision: Decision) -> None:
    """A level signed. The last one puts the version before the candidate, in the same transaction.

    Raises DeniedError (and nothing was decided) for who wrote these terms or signed them already.
    """
    version = _locked(decision)
    done = list(SignOff.objects.filter(version=version).values_list("by_id", flat=True))
    levels.check_signer(decision.decider_id, writers={UUID(one) for one in version.writers}, signed=set(done))
    level = levels.next_level(version.needs, len(done))
    assert level is not None  # a version whose levels have all signed waits no more
    SignOff.objects.create(
        unit_id=version.unit_id, version=version, level=level, by_id=decision.decider_id, at=decision.now
    )
    offer = version.offer
    steps.changed(offer, "signed_off", {"version": version.number, "level": level})
    if levels.next_level(version.needs, len(done) + 1) is None:
        sending.put_before(offer, version, decision.now)
    else:
        _ask(offer, version, decision.now)


def refused(decision: Decision) -> None:
    """Back to the draft, with the reason."""
    _back(decision, "refused", decision.note)


def taken_back(decision: Decision) -> None:
    """The proposer wants to go on writing; of a version that waits no more nothing is left to take back."""
    version = Version.objects.filter(pk=decision.object_id).first()
    if version is not None and version.state == Version.State.WAITING:
        _back(decision, "taken_back", "")


@transaction.atomic
def recall(*, offer_id: UUID, now: datetime) -> Version:
    """Take a version that waits for a signature back to be written on, at whichever level it waits."""
    lapse(offer_id, now)
    offer, _ = steps.locked_for_bank(offer_id)
    version = steps.in_work(offer)
    if version is None or version.state != Version.State.WAITING:
        raise ConflictError("this version does not wait any more", code="lost_race")
    version.state, version.submitted_at = Version.State.DRAFT, None
    version.revision += 1
    version.save(update_fields=["state", "submitted_at", "revision"])
    steps.changed(offer, "recalled", {"version": version.number})
    return version


def lapse(offer_id: UUID, now: datetime) -> None:
    """End the open request about an offer's version. Before the offer is locked: who decides holds the
    request first and asks for the offer then."""
    with actors.system_scope("the offer was taken out of approval"):
        handed_in = Version.objects.filter(offer_id=offer_id, submitted_at__isnull=False)
        for version_id in handed_in.values_list("pk", flat=True):
            for kind in sorted(set(KINDS.values())):
                approvals.lapse(kind=kind, object_id=version_id, now=now)


def page(object_id: UUID) -> str:
    """Where the thing to be signed is shown."""
    version = Version.objects.filter(pk=object_id).first()
    return reverse("offers:one", args=[version.offer_id]) if version else reverse("offers:pool")


def _back(decision: Decision, what: str, note: str) -> None:
    version = _locked(decision)
    version.state, version.note, version.submitted_at = Version.State.DRAFT, note[:500], None
    version.revision += 1
    version.save(update_fields=["state", "note", "submitted_at", "revision"])
    steps.changed(version.offer, what, {"version": version.number})


def _locked(decision: Decision) -> Version:
    """The version under its offer's lock, exactly as it was handed in."""
    found = Version.objects.filter(pk=decision.object_id).first()
    if found is None:
        raise NotFoundError("no such version")
    offer = steps.locked(found.offer_id)
    version = Version.objects.select_for_update().get(pk=found.pk)
    version.offer = offer
    if version.state != Version.State.WAITING or version.sha256 != decision.payload["sha256"]:
        raise ConflictError("this version does not wait any more", code="lost_race")
    return version


def _ask(offer: Offer, version: Version, now: datetime) -> None:
    """The next level. The request names hash and level, never an amount."""
    signed = SignOff.objects.filter(version=version).count()
    level = levels.next_level(version.needs, signed)
    assert level is not None
    approvals.propose(
        kind=KINDS[level],
        unit_id=offer.unit_id,
        obj=("offer_version", version.pk),
        title={
            "zh": f"录用通知 {offer.about['number']} {offer.about['job']['zh']} 第 {version.number} 版",
            "en": f"Offer {offer.about['number']} {offer.about['job']['en']}, version {version.number}",
        },
        payload={"offer": str(offer.pk), "version": version.number, "sha256": version.sha256, "level": level},
        reason=version.note,
        now=now,
    )
