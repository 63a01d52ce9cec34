"""From the stage of the offer to a sealed letter, with two counters on the way."""

from copy import deepcopy
from datetime import date, datetime, timedelta

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.signing import queries as signing
from bole.hiring.conftest import NOW, Cast
from bole.hiring.offers import queries, services
from bole.hiring.offers.models import Offer, Signature, Version
from bole.hiring.offers.rules import terms
from bole.hiring.offers.tests import cast as acting
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions.models import Requisition
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

pytestmark = pytest.mark.django_db


def test_an_offer_countered_twice_is_signed_sealed_and_moves_on(cast: Cast, sealer: None) -> None:
    offer = first_version(cast)
    later = NOW + timedelta(hours=4)
    ask_for_another_day(cast, offer, NOW + timedelta(hours=3))
    answer_with_the_day(cast, offer, later)
    answer_with_money(cast, offer, later)
    signed = acting.sign(cast, offer, later + timedelta(hours=1))
    assert signed.state == "signed"
    with cast.acting("hr"):
        assert pipeline.get(cast.application_id).stage == "onboarding"
        last = pipeline.transitions(cast.application_id).last()
        assert last is not None
        assert (last.from_stage, last.outcome, last.reason) == ("offer", "offer:signed", "job_rule")
        figures = queries.figures_for(cast.hr, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert (figures.to_offer.hours, figures.to_signature.hours) == (1.0, 4.0)
    assert (figures.acceptance.signed, figures.acceptance.decided, figures.acceptance.rate) == (1, 1, None)
    check_sealed(offer, later + timedelta(hours=1))
    check_terms(cast)


def first_version(cast: Cast) -> Offer:
    """Made from template and evaluation, signed by a second person, seen by the candidate."""
    offer = acting.drafted(cast, NOW)
    with system_scope("test"):
        again = services.draft(application_id=cast.application_id, now=NOW)
        assert again is not None
        assert again.pk == offer.pk
    first = acting.work(offer)
    assert first.terms["grade"] == "P1"
    source = {"from": "evaluation", "what": "panel", "score": 90.0, "percent": 60}
    assert first.sources["pay.base"] == source
    assert terms.totals(first.terms).monthly == 720_000  # 6,000 + 60 % of 2,000
    assert first.terms["contract"]["months"] == 36
    assert first.terms["probation"] == {"months": 3, "pay": 576_000}
    version = acting.submit(cast, offer, NOW)
    assert (version.state, version.needs) == (Version.State.WAITING, ["branch"])
    with pytest.raises(DeniedError):
        acting.decide(cast, version, "hr", NOW)  # who proposed it
    with acting.person(cast), pytest.raises(NotFoundError):
        queries.get(offer.pk)
    acting.decide(cast, version, "chief", NOW + timedelta(hours=1))
    with acting.person(cast):
        seen = queries.get(offer.pk)
        assert seen.shown is not None
        assert (seen.state, seen.shown.number) == ("open", 1)
        services.opened(offer_id=offer.pk, now=NOW + timedelta(hours=2))
    return offer


def ask_for_another_day(cast: Cast, offer: Offer, now: datetime) -> None:
    with acting.person(cast):
        item = {"field": "starts_on", "wanted": "2026-12-22", "why": "notice period"}
        asked = services.ask(offer_id=offer.pk, number=1, items=[item], words="", now=now)
        assert asked.body["items"] == [item]
        with pytest.raises(ConflictError, match="not answered"):
            services.ask(offer_id=offer.pk, number=1, items=[item], words="", now=now)


def answer_with_the_day(cast: Cast, offer: Offer, now: datetime) -> None:
    """Only a date: no second signature. The request is answered by the version."""
    with cast.acting("hr"):
        second = services.next_version(offer_id=offer.pk, now=now, takes_over=True)
        assert second.terms["starts_on"] == "2026-12-22"
        assert second.sources["starts_on"]["from"] == "candidate"
        second = services.submit(offer_id=offer.pk, sha256=second.sha256, note="", now=now)
        assert (second.state, second.needs) == (Version.State.SENT, [])
    with acting.person(cast):
        assert [one.number for one in queries.versions_of(queries.get(offer.pk))] == [1, 2]
        (request,) = queries.requests_of(offer)
        assert (request.state, request.answer["version"]) == ("answered", 2)


def answer_with_money(cast: Cast, offer: Offer, now: datetime) -> None:
    """More pay: a second person again."""
    with acting.person(cast):
        item = {"field": "pay.base", "wanted": "5,500", "why": ""}
        services.ask(offer_id=offer.pk, number=2, items=[item], words="", now=now)
    with cast.acting("hr"):
        third = services.next_version(offer_id=offer.pk, now=now)
        new = deepcopy(third.terms)
        new["pay"][0]["amount"] += 30_000
        new["probation"]["pay"] += 30_000
        saved = services.save(offer_id=offer.pk, new=new, revision=third.revision, now=now)
        third = services.submit(offer_id=offer.pk, sha256=saved.sha256, note="", now=now)
        assert third.state == Version.State.WAITING
    with acting.person(cast):  # while it waits the candidate sees the second and nothing of the third
        assert [one.number for one in queries.versions_of(queries.get(offer.pk))] == [1, 2]
    acting.decide(cast, third, "chief", now)


def check_sealed(offer: Offer, now: datetime) -> None:
    """The task may run twice; the file is intact, and with one byte changed it is not."""
    with system_scope("test"):
        row = Signature.objects.get(offer_id=offer.pk)
        sealed = services.seal(signature_id=row.pk, now=now)
        again = services.seal(signature_id=row.pk, now=now + timedelta(hours=1))
        assert (sealed.document_id, sealed.letter) == (again.document_id, None)
        assert sealed.document_id is not None
        pdf = signing.open_pdf(sealed.document_id)
        assert signing.verify(pdf).state == "intact"
        assert signing.verify(pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:]).state == "changed"
        assert signing.document(sealed.document_id).signed_at == row.signed_at
        told = set(OutboxMessage.objects.filter(about_kind="offer").values_list("template", flat=True))
        assert {"offer-ready", "offer-changed", "offer-signed"} <= told


def check_terms(cast: Cast) -> None:
    """What workforce gets."""
    with system_scope("test"):
        told = queries.signed_terms(cast.application_id)
    assert told is not None
    assert told["starts_on"] == date(2026, 12, 22)
    assert (told["monthly"], told["contract_months"], told["probation_months"]) == (750_000, 36, 3)
    assert told["probation_ends_on"] == date(2027, 3, 21)
    assert told["unit_id"] == cast.bank.east.pk


def test_signing_twice_is_once_and_a_code_opens_one_version_only(cast: Cast) -> None:
    with system_scope("test"):
        Requisition.objects.update(auto_advance=False)
    offer = acting.sent(cast, NOW)
    with acting.person(cast):
        services.send_code(offer_id=offer.pk, now=NOW)
    code = acting.code_of(offer)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(ConflictError) as raised:
        acting.sign(cast, offer, NOW, code=wrong)
    assert raised.value.code == "code_wrong"
    for more, problem in (
        ({"sha256": "0" * 64}, "terms_differ"),
        ({"number": 2}, "version_replaced"),
    ):
        with pytest.raises(ConflictError) as raised:
            acting.sign(cast, offer, NOW, code=code, **more)
        assert raised.value.code == problem
    signed = acting.sign(cast, offer, NOW, code=code)
    again = acting.sign(cast, offer, NOW, code=code)
    assert signed.pk == again.pk
    with system_scope("test"):
        assert Signature.objects.filter(offer_id=offer.pk).count() == 1
        moved = pipeline.transitions(cast.application_id).get(outcome="offer:signed")
        assert (moved.to_stage, moved.reason) == ("onboarding", "offer_signed")
        assert (
            moved.actor_user_id == cast.chief.id
        )  # no rule of the job: by who signed the offer for the bank
