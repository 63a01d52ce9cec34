"""Two at once, workers that die, clocks, ends, refusals, erasure."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.approvals import queries as approvals
from bole.foundation.approvals import services as deciding
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.signing import services as sealing
from bole.hiring.conftest import NOW, Cast
from bole.hiring.offers import holding, queries, services
from bole.hiring.offers.models import Offer, PayBand, Signature, Version
from bole.hiring.offers.tests import cast as acting
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moving
from bole.kernel.errors import ConflictError, DeniedError, InvalidError
from bole.kernel.labour_law import LabourLawError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def state_of(offer: Offer) -> str:
    with system_scope("test"):
        return Offer.objects.get(pk=offer.pk).state


def test_beyond_the_band_three_different_people_sign(cast: Cast) -> None:
    from bole.foundation.access.queries import actor_for

    offer = acting.drafted(cast, NOW)
    with cast.acting("hr"):
        version = acting.work(offer)
        new = deepcopy(version.terms)
        new["pay"][0]["amount"], new["probation"]["pay"] = 5_000_000, 5_210_000
        services.save(offer_id=offer.pk, new=new, revision=version.revision, now=NOW)
    version = acting.submit(cast, offer, NOW)
    assert version.needs == ["branch", "head", "head_again"]
    acting.decide(cast, version, "chief", NOW)
    with pytest.raises(DeniedError):  # his own signature at the next level, which he also proposed
        acting.decide(cast, version, "chief", NOW, kind="offer-head")
    cast.second = actor_for(cast.bank.user("head_office_hr", cast.bank.head, "second"))  # type: ignore[attr-defined]
    cast.third = actor_for(cast.bank.user("head_office_hr", cast.bank.head, "third"))  # type: ignore[attr-defined]
    acting.decide(cast, version, "second", NOW, kind="offer-head")
    assert state_of(offer) == "preparing"
    acting.decide(cast, version, "third", NOW, kind="offer-head")
    assert state_of(offer) == "open"


def test_two_decide_at_once_and_one_decision_stands(cast: Cast) -> None:
    offer = acting.drafted(cast, NOW)
    version = acting.submit(cast, offer, NOW)
    with cast.acting("chief"):
        request = approvals.waiting_for("offer", version.pk)
        assert request is not None
        deciding.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=NOW)
        with pytest.raises(ConflictError):  # the same page, still open in another window
            deciding.decide(
                request_id=request.pk, approve=False, sha256=request.sha256, now=NOW, note="no, too much"
            )
    with system_scope("test"):
        assert version.signoffs.count() == 1
    assert state_of(offer) == "open"
    with cast.acting("hr"), pytest.raises(ConflictError) as held:  # nobody goes on without the signature
        application = pipeline.get(cast.application_id)
        moving.advance(
            application_id=application.pk,
            to="onboarding",
            actor=cast.hr,
            reason="decided_by_person",
            expected_version=application.version,
            now=NOW,
        )
    assert held.value.code == "offer_open"


def test_a_refusal_goes_back_with_its_reason_and_a_recall_ends_the_request(cast: Cast) -> None:
    offer = acting.drafted(cast, NOW)
    version = acting.submit(cast, offer, NOW)
    acting.decide(cast, version, "chief", NOW, yes=False)
    with system_scope("test"):
        version.refresh_from_db()
    assert (version.state, version.note) == ("draft", "too high")
    acting.submit(cast, offer, NOW + DAY)
    with cast.acting("hr"):
        services.recall(offer_id=offer.pk, now=NOW + DAY)
        assert approvals.waiting_for("offer", version.pk) is None
        assert acting.work(offer).state == "draft"


def test_what_was_submitted_or_signed_is_not_written_anew_even_past_the_services(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    offer = acting.sent(cast, NOW)
    acting.sign(cast, offer, NOW)
    with system_scope("test"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.filter(offer_id=offer.pk).update(sha256="0" * 64)
        with pytest.raises(DatabaseError), transaction.atomic():
            Signature.objects.filter(offer_id=offer.pk).update(signed_at=NOW + DAY)


def test_amounts_changed_in_the_table_cannot_be_signed(cast: Cast) -> None:
    offer = acting.sent(cast, NOW)
    with system_scope("test"):
        version = Version.objects.get(offer_id=offer.pk)
        version.terms["pay"][0]["amount"] += 1
        version.save(update_fields=["terms"])
    with pytest.raises(ConflictError) as raised:
        acting.sign(cast, offer, NOW)
    assert raised.value.code == "terms_differ"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"image": ""}, "image"),
        ({"image": "data:image/png;base64,!!"}, "image"),
    ],
)
def test_no_signature_without_tick_and_name(cast: Cast, more: dict[str, Any], field: str) -> None:
    offer = acting.sent(cast, NOW)
    with pytest.raises(InvalidError) as raised:
        acting.sign(cast, offer, NOW, **more)
    assert field in raised.value.fields
    assert state_of(offer) == "open"


def test_an_old_version_a_late_hand_and_a_used_code_sign_nothing(cast: Cast) -> None:
    offer = acting.sent(cast, NOW)
    with acting.person(cast):
        services.send_code(offer_id=offer.pk, now=NOW)
        old = queries.get(offer.pk).shown
        assert old is not None
    code = acting.code_of(offer)
    with cast.acting("hr"):
        version = services.next_version(offer_id=offer.pk, now=NOW)
        new = deepcopy(version.terms) | {"place": "临江大道 88 号"}
        saved = services.save(offer_id=offer.pk, new=new, revision=version.revision, now=NOW)
        services.submit(offer_id=offer.pk, sha256=saved.sha256, note="", now=NOW)
    for more, wrong in (
        ({"number": 1, "sha256": old.sha256}, "version_replaced"),
        ({}, "code_expired"),  # the code was for the version before
    ):
        with pytest.raises(ConflictError) as raised:
            acting.sign(cast, offer, NOW, code=code, **more)
        assert raised.value.code == wrong
    with cast.acting("hr"):
        ends = queries.get(offer.pk).expires_at
    assert ends is not None
    with pytest.raises(ConflictError) as raised:
        acting.sign(cast, offer, ends, code=code)
    assert raised.value.code == "offer_expired"


def test_the_clock_reminds_once_expires_and_the_bank_may_open_it_again(cast: Cast) -> None:
    offer = acting.sent(cast, NOW)
    ends = offer.expires_at
    assert ends is not None
    with system_scope("test"):
        timers.sweep(ends - DAY)
        timers.sweep(ends - timedelta(hours=1))
        assert OutboxMessage.objects.filter(template="offer-reminder").count() == 1
        timers.sweep(ends)
    assert state_of(offer) == "expired"
    with cast.acting("hr"):
        opened = services.extend(offer_id=offer.pk, until=ends + 2 * DAY, now=ends + timedelta(hours=1))
        assert opened.state == "open"
    acting.sign(cast, offer, ends + DAY)
    assert state_of(offer) == "signed"


def test_while_the_bank_owes_an_answer_nothing_runs_out(cast: Cast) -> None:
    User.objects.filter(pk=cast.hr.id).update(email="hr@bank.example")  # the opening's owner
    offer = acting.sent(cast, NOW)
    ends = offer.expires_at
    assert ends is not None
    with acting.person(cast):
        services.ask(offer_id=offer.pk, number=1, items=[], words="可以晚点入职吗", now=NOW + DAY)
    with system_scope("test"):
        timers.sweep(ends + 3 * DAY)
        assert OutboxMessage.objects.filter(template="offer-unanswered").exists()
    assert state_of(offer) == "asked"
    with cast.acting("hr"):
        kept = services.keep(offer_id=offer.pk, words="到岗日不能再晚", now=ends + 3 * DAY)
    assert kept.expires_at == ends + 3 * DAY + (ends - NOW - DAY)


def test_who_declines_or_is_declined_ends_it_with_a_listed_reason(cast: Cast) -> None:
    offer = acting.sent(cast, NOW)
    with acting.person(cast):
        with pytest.raises(InvalidError):
            services.decline(offer_id=offer.pk, reason="whim", words="", now=NOW)
        services.decline(offer_id=offer.pk, reason="pay", words="另有安排", now=NOW)
        services.decline(offer_id=offer.pk, reason="pay", words="另有安排", now=NOW)
    with cast.acting("hr"):
        with pytest.raises(ConflictError):
            services.withdraw(offer_id=offer.pk, reason="opening_ended", words="", now=NOW)
        assert queries.figures_for(cast.hr, NOW - DAY, NOW + DAY).reasons == [("pay", 1)]
        assert pipeline.get(cast.application_id).stage == "offer"  # ending the application is HR's decision
    with system_scope("test"):
        again = services.draft(application_id=cast.application_id, now=NOW)
        assert again is not None
        assert again.pk != offer.pk
    with cast.acting("hr"):
        services.withdraw(offer_id=again.pk, reason="terms_wrong", words="", now=NOW)
    assert not OutboxMessage.objects.filter(template="offer-withdrawn").exists()  # he never saw it


def test_a_worker_that_dies_before_the_seal_loses_nothing(
    cast: Cast, sealer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = acting.sent(cast, NOW)
    acting.sign(cast, offer, NOW)
    real = sealing.seal

    def killed(*args: Any, **more: Any) -> Any:
        real(*args, **more)
        raise KeyboardInterrupt  # the process ends when the file is sealed and nothing of it is committed

    with system_scope("test"):
        (row_id,) = queries.unsealed()
        monkeypatch.setattr(sealing, "seal", killed)
        with pytest.raises(KeyboardInterrupt):
            services.seal(signature_id=row_id, now=NOW)
        monkeypatch.undo()
        assert queries.unsealed() == [row_id]
        told = queries.signed_terms(cast.application_id)
        assert told is not None
        assert told["document_id"] is None
        assert services.seal(signature_id=row_id, now=NOW).document_id is not None
        assert queries.unsealed() == []
    with cast.acting("hr"):
        assert pipeline.get(cast.application_id).stage == "onboarding"


def test_a_band_needs_two_of_head_office_and_then_measures_offers(cast: Cast) -> None:
    from bole.foundation.access.queries import actor_for

    second = actor_for(cast.bank.user("head_office_hr", cast.bank.head, "second"))
    cast.second = second  # type: ignore[attr-defined]
    with cast.acting("chief"):
        request = services.propose_band(
            job_key="teller", grade="P1", low=750_000, high=900_000, reason="市场调整", now=NOW
        )
        with pytest.raises(ConflictError):
            services.propose_band(job_key="teller", grade="P1", low=1, high=2, reason="twice", now=NOW)
        sha256 = approvals.get(request).sha256
        with pytest.raises(DeniedError):
            deciding.decide(request_id=request, approve=True, sha256=sha256, now=NOW)
    with cast.acting("second"):
        deciding.decide(request_id=request, approve=True, sha256=sha256, now=NOW)
    band = queries.band_of("teller", "P1")
    assert band is not None
    assert (band.low, band.high, band.number, band.confirmed) == (750_000, 900_000, 1, True)
    assert PayBand.objects.get().proposed_by_id == cast.chief.id
    offer = acting.drafted(cast, NOW)  # 60 % of the way up the new band
    assert (
        acting.work(offer).terms["pay"][0]["amount"] + acting.work(offer).terms["pay"][1]["amount"] == 840_000
    )


def test_the_law_is_asked_before_anybody_signs(cast: Cast) -> None:
    offer = acting.drafted(cast, NOW)
    with cast.acting("hr"):
        version = acting.work(offer)
        new = deepcopy(version.terms)
        new["contract"] = {"kind": "fixed", "months": 12}
        saved = services.save(offer_id=offer.pk, new=new, revision=version.revision, now=NOW)
        with pytest.raises(LabourLawError) as raised:
            services.submit(offer_id=offer.pk, sha256=saved.sha256, note="", now=NOW)
    assert (raised.value.article, raised.value.limit) == (19, 2)


def test_erasure_takes_terms_words_and_drawing_and_keeps_counts(cast: Cast) -> None:
    offer = acting.sent(cast, NOW)
    acting.sign(cast, offer, NOW)
    with system_scope("test"):
        (told,) = holding.export(cast.candidate_id)["offers"]
        assert told["versions"][0]["terms"]["pay"][0]["amount"] == 510_000
        assert told["signature"]["image"]
        assert holding.erase(cast.candidate_id, NOW) == 1
        row = Signature.objects.get(offer_id=offer.pk)
        assert (row.image, row.letter) == (None, None)
        assert Version.objects.get(offer_id=offer.pk).terms == {}
        assert Offer.objects.get(pk=offer.pk).about["number"] == ""
