"""Accepting by signing: a code, a drawn name, an explicit yes; then the sealed file by a task.

The yes is one transaction: signature, state, event and the move of the application stand together or not at
all. What takes long (the bank's seal) reads the signature from its row, as often as it takes.
"""

import base64
import binascii
import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.access import actors
from bole.foundation.access import queries as access
from bole.foundation.signing import services as sealing
from bole.hiring.candidates import queries as candidates
from bole.hiring.offers.events import OfferSigned
from bole.hiring.offers.letter import letter
from bole.hiring.offers.models import Offer, Signature, SignOff, Version
from bole.hiring.offers.rules import drawing, states, terms
from bole.hiring.offers.services import approving, clocks, steps, telling
from bole.hiring.personal_links import services as links
from bole.hiring.personal_links.services import CodeSent, Door
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moving
from bole.hiring.pipeline.rules import CLOSED
from bole.kernel.errors import BoleError, ConflictError, InvalidError

KIND = "offer"
OUTCOME = "offer:signed"


@transaction.atomic
def send_code(*, offer_id: UUID, now: datetime) -> CodeSent:
    """A code for signing the version that is shown; it opens no other one."""
    offer = steps.locked_for_candidate(offer_id)
    states.check_open(offer.state, offer.expires_at, now)
    return links.send_code(door=_door(offer), now=now)


def sign(
    *,
    offer_id: UUID,
    number: int,
    sha256: str,
    code: str,
    image: str,
    agreed: bool,
    consent: str,
    now: datetime,
) -> Offer:
    """Sign version ``number`` with hash ``sha256``, both as the page showed them. Twice is once.

    ``image``: the drawn name as PNG in base64; ``consent``: the statement beside the tick, kept word for
    word. ConflictError: ``offer_expired``, ``offer_ended``, ``version_replaced``, ``terms_differ`` and those
    of the code; InvalidError for a missing tick or an unusable drawing. A wrong code counts although this
    raises.
    """
    problem: BoleError | None = None
    with transaction.atomic():
        offer = steps.locked_for_candidate(offer_id)
        if offer.state == states.SIGNED and offer.shown is not None and offer.shown.sha256 == sha256:
            return offer
        _check(offer, number, sha256, agreed, image, now)
        try:
            used = links.accept_code(door=_door(offer), code=code, now=now)
        except ConflictError as error:  # the try was counted: let that be committed
            problem = error
        else:
            _signed(offer, image, consent, used.pk, now)
    if problem is not None:
        raise problem
    return offer


def seal(*, signature_id: UUID, now: datetime) -> Signature:
    """Put the bank's seal on what was signed, keep the file and tell the candidate. As often as it takes."""
    with transaction.atomic():
        row = Signature.objects.select_for_update(of=("self",)).select_related("offer").get(pk=signature_id)
        if row.sealed_at is not None or row.letter is None:
            return row
        approving.lapse(row.offer_id, now)
        document = sealing.seal(
            base64.b64decode(row.letter),
            kind=KIND,
            about_id=row.offer_id,
            unit_id=row.unit_id,
            candidate_id=row.candidate_id,
            signer=sealing.SignerMark(
                name=candidates.contact(row.candidate_id).name,
                image_png=base64.b64decode(row.image) if row.image else None,
                signed_at=row.signed_at,
                code_reference=str(row.code_id),
                document_sha256=row.letter_sha256,
            ),
            now=now,
        )
        row.document_id, row.sealed_at, row.letter = document.pk, now, None
        row.save(update_fields=["document_id", "sealed_at", "letter"])
        steps.changed(row.offer, "sealed", {"document": document.pk, "hash": document.sha256})
        telling.signed(row.offer, now)
    return row


def _check(offer: Offer, number: int, sha256: str, agreed: bool, image: str, now: datetime) -> None:
    states.check_open(offer.state, offer.expires_at, now)
    version = offer.shown
    assert version is not None
    if version.number != number:
        raise ConflictError("there is a newer version", code="version_replaced")
    if sha256 != version.sha256 or terms.fingerprint(version.terms) != version.sha256:
        raise ConflictError("these are not the terms that were sent", code="terms_differ")
    if not agreed:
        raise InvalidError("the tick is missing", fields={"agreed": "required"})
    drawing.check(_decoded(image))


def _decoded(image: str) -> bytes:
    try:
        return base64.b64decode(image.removeprefix("data:image/png;base64,"), validate=True)
    except binascii.Error as error:
        raise InvalidError("no drawing", fields={"image": "invalid"}) from error


def _signed(offer: Offer, image: str, consent: str, code_id: UUID, now: datetime) -> None:
    version = offer.shown
    assert version is not None
    paper = letter(offer, version)
    signature = Signature.objects.create(
        unit_id=offer.unit_id,
        candidate_id=offer.candidate_id,
        offer=offer,
        version=version,
        image=base64.b64encode(_decoded(image)).decode(),
        letter=base64.b64encode(paper).decode(),
        letter_sha256=hashlib.sha256(paper).hexdigest(),
        consent=consent,
        terms_sha256=version.sha256,
        code_id=code_id,
        signed_at=now,
    )
    offer.state, offer.ended_at = states.move(offer.state, states.SIGNED), now
    offer.save(update_fields=["state", "ended_at"])
    _drop_work(offer)
    clocks.stop(offer)
    queue.defer(steps.SEAL, lock=f"offer:{offer.pk}", signature_id=signature.pk, unit_id=offer.unit_id)
    events.publish(OfferSigned(offer.pk, offer.application_id, offer.candidate_id, offer.unit_id))
    telling.to_hr(offer, "offer-over", now)
    steps.changed(offer, "signed", {"version": version.number, "hash": version.sha256})
    _move_on(offer, now)


def _drop_work(offer: Offer) -> None:
    """A later version in work is nobody's any more; a candidate does not see it, the machine does."""
    with actors.system_scope("an offer was signed"):
        version = steps.in_work(offer)
        if version is not None:
            version.state = Version.State.DROPPED
            version.save(update_fields=["state"])


def _move_on(offer: Offer, now: datetime) -> None:
    """Into the next stage, or to the end where the process goes straight there, by the word of who let the
    offer out. Where that is not possible (on hold, somebody left) the signature stands and a person sees the
    proposal."""
    with actors.system_scope("an offer was signed"):
        application = pipeline.get(offer.application_id)
        if pipeline.process_of(application).stage(application.stage).kind != "offer":
            return
        onward = pipeline.ways_on(application)
        to = onward[0].key if onward else CLOSED
        moving.propose(
            application_id=application.pk, to=to, outcome="advance", report_id=None, label=OUTCOME, now=now
        )
        application = pipeline.get(offer.application_id)
        by = _who_let_it_out(offer)
        if by is None or pipeline.process_of(application).stage(application.stage).kind != "offer":
            return
        try:
            with transaction.atomic():
                _moved(application.pk, application.version, to, by, now)
        except BoleError as error:
            steps.changed(offer, "not_moved", {"why": error.code})


def _moved(application_id: UUID, version: int, to: str, by: actors.Actor, now: datetime) -> None:
    if to == CLOSED:
        moving.hire(application_id=application_id, actor=by, expected_version=version, now=now)
    else:
        moving.advance(
            application_id=application_id,
            to=to,
            actor=by,
            reason="offer_signed",
            expected_version=version,
            now=now,
        )


def _who_let_it_out(offer: Offer) -> actors.Actor | None:
    """The last second person of any version: his signature said what happens when the candidate says yes."""
    last = SignOff.objects.filter(version__offer=offer).order_by("-at").first()
    return access.actor_of_account(last.by_id) if last else None


def _door(offer: Offer) -> Door:
    assert offer.shown_id is not None
    return Door(
        kind=KIND,
        about_id=offer.shown_id,
        candidate_id=offer.candidate_id,
        unit_id=offer.unit_id,
        bank=offer.about["bank"][offer.language],
        language=offer.language,
    )
