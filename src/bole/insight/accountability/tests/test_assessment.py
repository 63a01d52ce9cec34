"""The impact assessment from the first draft to the approved paper: facts, second person, rights, text."""

import json
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.support.bank import log_in

from bole.foundation.access.models import User
from bole.foundation.audit import queries as audit
from bole.hiring.assessment import services as assessment_services
from bole.hiring.conftest import *  # noqa: F403  the shared cast
from bole.hiring.conftest import NOW, Answered, Cast
from bole.insight.accountability import form, queries, services
from bole.insight.accountability.blocks import blocks
from bole.insight.accountability.models import ImpactAssessment
from bole.kernel.errors import ConflictError, DeniedError, InvalidError
from bole.measurement.fairness.impact import Group

pytestmark = pytest.mark.django_db
SENTENCE = "我们只用它来安排复试，由两位面试官看过录像后决定。"


def client_of(cast: Cast, who: str, language: str = "en") -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    client.cookies["bole_language"] = language
    return client


def filled(row: ImpactAssessment) -> dict[str, str]:
    return {section.key: SENTENCE for section in form.current().asked(row.laws)}


def drafted(cast: Cast, groups: tuple[Group, ...] = ()) -> ImpactAssessment:
    with cast.acting("chief"):
        row = services.begin(now=NOW)
        return services.save(
            assessment_id=row.pk,
            answers=filled(row),
            groups=groups,
            groups_source="HR" if groups else "",
            now=NOW,
        )


def approved(cast: Cast) -> ImpactAssessment:
    row = drafted(cast)
    with cast.acting("chief"):
        services.submit(assessment_id=row.pk, now=NOW)
    with cast.acting("auditor"):
        return services.approve(assessment_id=row.pk, now=NOW)


def test_the_facts_are_the_systems_own(report: Any, answered: Answered, settings: Any) -> None:
    with answered.cast.acting("chief"):
        facts = services.begin(now=NOW).facts
    assert facts["law"]["mode"] == settings.LAW
    assert facts["law"]["in_use"] == ["default"]
    assert facts["figures"]["reports"] == 1
    assert facts["figures"]["measured_errors"] == []  # nobody double-rated: no figure is made up
    whisper = next(m for m in facts["models"] if m["name"] == "whisper-base")
    assert len(whisper["sha256"]) == 64
    assert whisper["limits"]["zh"] != whisper["limits"]["en"]
    with translation.override("zh-hans"):
        told = dict(blocks(["raters"], facts, [])[0].rows)
    assert "面试官整体印象（研究用途） (1)" in told
    earlier = {**facts, "models": [{**whisper, "title": "Whisper", "limits": "Plain."}]}
    assert "Plain." in blocks(["models"], earlier, [])[0].rows[0][1]  # a sheet kept before both were
    assert {r["purpose"] for r in facts["retention"]} >= {"recording", "analysis", "face"}
    assert "林小禾" not in json.dumps(facts, ensure_ascii=False)


def test_only_a_second_person_approves_and_then_nothing_changes(cast: Cast) -> None:
    row = drafted(cast)
    with cast.acting("chief"):
        services.submit(assessment_id=row.pk, now=NOW)
        with pytest.raises(DeniedError):
            services.approve(assessment_id=row.pk, now=NOW)
    with cast.acting("auditor"):
        services.send_back(
            assessment_id=row.pk, reason="请补充谁检查到期删除，并写明频率。一个季度一次够吗？", now=NOW
        )
        with pytest.raises(ConflictError):
            services.approve(assessment_id=row.pk, now=NOW)
    with cast.acting("chief"):
        services.submit(assessment_id=row.pk, now=NOW)
    with cast.acting("auditor"):
        done = services.approve(assessment_id=row.pk, now=NOW)
        verbs = {line.verb.rsplit(".", 1)[1] for line in audit.trail(("impact_assessment", row.pk))}
    assert (done.state, done.sha256) == ("approved", services.digest(done))
    assert verbs == {"begun", "saved", "submitted", "sent_back", "approved"}
    with cast.acting("chief"):
        with pytest.raises(ConflictError):
            services.save(assessment_id=row.pk, answers={}, groups=[], groups_source="", now=NOW)
        following = services.begin(now=NOW)
        assert (following.version, following.answers) == (2, done.answers)
        assert services.begin(now=NOW).pk == following.pk
    assert queries.newest_approved() == done


def test_an_unanswered_section_is_not_handed_on_and_each_law_asks_its_own(cast: Cast, settings: Any) -> None:
    with cast.acting("chief"):
        row = services.begin(now=NOW)
        assert row.laws == ["cn"]
        with pytest.raises(InvalidError) as refused:
            services.submit(assessment_id=row.pk, now=NOW)
    assert set(refused.value.fields) == set(filled(row))
    for law, own in (("eu", {"eu_high_risk", "eu_prohibited"}), ("nyc", {"nyc_audit", "nyc_notice"})):
        settings.LAW = law
        row = drafted(cast)
        asked = {section.key for section in form.current().asked(row.laws)}
        assert own <= asked
        assert {key for key in asked if key.startswith(("eu_", "nyc_"))} == own


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("chief", 200, 302),
        ("auditor", 200, 403),
        ("it_admin", 200, 403),
        ("hr", 403, 403),
        ("interviewer", 403, 403),
    ],
)
def test_who_may_read_and_write(cast: Cast, who: str, reads: int, writes: int) -> None:
    row = drafted(cast)
    client = client_of(cast, who)
    assert client.get(reverse("accountability:index")).status_code == reads
    assert client.get(reverse("accountability:one", args=[row.pk])).status_code == reads
    saved = client.post(reverse("accountability:save", args=[row.pk]), {"groups": ""})
    assert saved.status_code == writes


def test_without_counts_the_page_says_that_nothing_is_collected(cast: Cast) -> None:
    row = drafted(cast)
    page = client_of(cast, "chief").get(reverse("accountability:one", args=[row.pk])).content.decode()
    assert "Not collected" in page
    assert "impact ratio" not in page
    zh = client_of(cast, "chief", "zh-hans").get(reverse("accountability:one", args=[row.pk]))
    assert "未收集" in zh.content.decode()


def test_the_banks_own_counts_give_ratio_interval_and_n(cast: Cast) -> None:
    row = drafted(cast)
    client = client_of(cast, "chief")
    where = reverse("accountability:save", args=[row.pk])
    for groups, source in (
        ("a; 5; 9\nb; 5; 1", "x"),
        ("a; 80; 48", "x"),
        ("a 80 48", "x"),
        ("a;80;48\nb;40;12", ""),
        ("a;80;48;10\nb;40;12", "x"),
        ("a;80;48;81;3\nb;40;12", "x"),
    ):
        assert client.post(where, {"groups": groups, "groups_source": source}).status_code == 422
    client.post(
        where, {"groups": "女; 80; 48; 75; 45\n男； 40； 12； 36； 9", "groups_source": "自愿问卷 2026"}
    )
    page = client.get(reverse("accountability:one", args=[row.pk])).content.decode()
    assert "12 of 40 selected (30.0 %); impact ratio 0.50 (95 % interval 0.30–0.83)" in page
    assert "below four fifths" in page
    assert "9 of 36 scored above everybody&#x27;s median (25.0 %), impact ratio of scores 0.42" in page
    assert "女; 80; 48; 75; 45" in page  # as it was typed, to go on with


def test_the_paper_is_a_pdf_and_leaves_a_trail(cast: Cast) -> None:
    row = approved(cast)
    made = client_of(cast, "it_admin").get(reverse("accountability:pdf", args=[row.pk]))
    assert made.content.startswith(b"%PDF")
    with cast.acting("chief"):
        assert "exported" in {
            line.verb.rsplit(".", 1)[1] for line in audit.trail(("impact_assessment", row.pk))
        }


def opened(client: Client, report: Any, audience: str) -> dict[str, bytes]:
    made = client.get(reverse("accountability:package", args=[report.pk, audience]))
    assert made.status_code == 200, made.content[:200]
    with zipfile.ZipFile(BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_adds_up_and_holds_one_persons_data_only(report: Any, answered: Answered) -> None:
    import hashlib

    from bole.hiring.assessment.tests.test_review import locked, started

    locked(answered, started(answered, report, "hr"), "hr")
    approved(answered.cast)
    about = {"report_id": report.pk, "competency": "communication", "score": Decimal(71), "now": NOW}
    with answered.cast.acting("hr"):
        assessment_services.override(**about, reason="Told the outcome only when asked again.")
    client = client_of(answered.cast, "hr")
    files = opened(client, report, "candidate")
    assert json.loads(files["recomputed.json"])["same"] is True
    assert json.loads(files["report.json"]) == report.body
    words = files["explanation.txt"].decode()
    assert f"= {report.body['total']:g}" in words
    assert "A person rated the answers " in words  # what people said beside the machine belongs to it
    assert "a person set 71 beside" in words
    assert "Reason: Told the outcome only when asked again." in words
    assert {"rubrics/teller-complaint.json", "model-cards/whisper-base.toml", "SHA256SUMS"} <= set(files)
    for line in files["SHA256SUMS"].decode().splitlines():
        sha, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == sha
    everything = b"".join(files.values()).decode()
    reviewer = User.objects.get(pk=answered.cast.hr.id)
    assert reviewer.get_short_name() not in everything
    assert "impact-assessment.json" not in files
    assert "impact-assessment.json" in opened(client, report, "authority")


@pytest.mark.parametrize(
    ("who", "status"),
    [("chief", 200), ("west_hr", 403), ("interviewer", 403), ("auditor", 403), ("it_admin", 403)],
)
def test_who_gets_a_package(report: Any, answered: Answered, who: str, status: int) -> None:
    client = client_of(answered.cast, who)
    assert client.get(reverse("accountability:package", args=[report.pk, "candidate"])).status_code == status


def test_who_is_to_rate_blind_gets_no_package(report: Any, answered: Answered) -> None:
    from bole.hiring.assessment.tests.test_review import started

    started(answered, report, "hr")
    client = client_of(answered.cast, "hr")
    assert client.get(reverse("accountability:package", args=[report.pk, "candidate"])).status_code == 409
    assert client.get(reverse("accountability:package", args=[report.pk, "nobody"])).status_code == 422
