"""Several at the same moment, through the pages and on connections of their own: one counts, and the others
are told so."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.bank import log_in
from tests.support.together import together

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.approvals import queries as approvals
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.conftest import Cast
from bole.hiring.offers import queries, services
from bole.hiring.offers.models import Offer, Signature, SignOff
from bole.hiring.offers.services import steps
from bole.hiring.offers.tests import cast as acting
from bole.hiring.offers.tests.test_who import as_person
from bole.hiring.pipeline.models import Transition

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN = "onboarding.begin"  # what a signature begins, and the seal beside it


def lines(verb: str) -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb=verb).count()


def test_one_of_three_approvals_and_one_of_three_signatures_counts(cast: Cast) -> None:
    offer = acting.drafted(cast, datetime.now(UTC))
    approved_once(cast, offer)
    signed_once(cast, offer)


def approved_once(cast: Cast, offer: Offer) -> None:
    """Two say yes and one says no, each with the same open request before him; whoever comes later reads that
    it was decided."""
    version = acting.submit(cast, offer, datetime.now(UTC))
    people = [User.objects.get(pk=cast.chief.id)]
    people += [cast.bank.user("head_office_hr", cast.bank.head, name) for name in ("second", "third")]
    with cast.acting("chief"):
        request = approvals.waiting_for("offer", version.pk)
    assert request is not None
    sha256 = request.sha256

    def window(user: User, do: str, request_id: UUID) -> Callable[[], Any]:
        client = Client()
        log_in(client, user)
        form = {"do": do, "sha256": sha256, "note": "高于同级薪酬"}
        return lambda: client.post(f"/console/approvals/{request_id}/", form, follow=True)

    verbs = ("approve", "approve", "refuse")
    found = together(*(window(user, do, request.pk) for user, do in zip(people, verbs, strict=True)))
    late = ["别人先处理了" in answer.content.decode() for answer in found]
    assert sorted(late) == [False, True, True]
    won = late.index(False)
    yes = verbs[won] == "approve"
    with system_scope("test"):
        signed = list(SignOff.objects.values_list("by_id", flat=True))
        assert signed == ([people[won].pk] if yes else [])
        assert Offer.objects.get().state == ("open" if yes else "preparing")
        assert OutboxMessage.objects.filter(template="offer-ready").count() == yes
    assert lines("approvals.request.approved") + lines("approvals.request.refused") == 1
    if not yes:  # handed in again, so that there is something to sign
        acting.decide(cast, acting.submit(cast, offer, datetime.now(UTC)), "chief", datetime.now(UTC))


def signed_once(cast: Cast, offer: Offer) -> None:
    """Three taps with the same code: one signature, one seal to make, one beginning; nobody sees a fault."""
    me, mine = as_person(cast.candidate_id, cast.bank.east.pk)
    other, _same = as_person(cast.candidate_id, cast.bank.east.pk)
    with acting.person(cast):
        services.send_code(offer_id=offer.pk, now=datetime.now(UTC))
        shown = queries.get(offer.pk).shown
    assert shown is not None
    form = {
        "version": str(shown.number),
        "sha256": shown.sha256,
        "code": acting.code_of(offer),
        "image": acting.drawing(),
        "agreed": "yes",
    }
    taps = [lambda who=who: who.post(f"{mine}{offer.pk}/sign/", form) for who in (me, other, me)]
    found = together(*taps)
    assert [getattr(answer, "status_code", answer) for answer in found] == [302] * 3
    assert {answer["Location"] for answer in found} == {f"{mine}{offer.pk}/"}
    with system_scope("test"):
        assert Signature.objects.count() == 1
        assert Offer.objects.get().state == "signed"
        assert Transition.objects.filter(outcome="offer:signed").count() == 1
    begun = ProcrastinateJob.objects.filter(task_name__in=(steps.SEAL, BEGIN))
    assert sorted(begun.values_list("task_name", flat=True)) == sorted((steps.SEAL, BEGIN))
    assert lines("hiring.offers.offer.signed") == 1
