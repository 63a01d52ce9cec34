"""Portraits, variants, questions, openings and approvals in a browser's place: who may, what is shown,
what is refused."""

from typing import Any

import pytest
import tomli_w
from django.test import Client
from django.urls import reverse
from tests.support.bank import Bank, log_in

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.queries import actor_for
from bole.foundation.approvals.models import ApprovalRequest
from bole.foundation.audit.models import AuditLine
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import queries, services
from bole.hiring.requisitions.models import BranchVariant, JobPortrait, QuestionVersion, Requisition
from bole.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


class Bench:
    """People of the bank with a browser each."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.users = {
            "chief": bank.user("head_office_hr", bank.head),
            "manager": bank.user("hiring_manager", bank.head),
            "hr": bank.user("branch_hr", bank.east),
            "west": bank.user("branch_hr", bank.west),
            "interviewer": bank.user("interviewer", bank.east),
            "it": bank.user("it_admin", bank.head),
        }
        self.clients: dict[str, Client] = {}

    def as_(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = Client(headers={"accept-language": "zh-hans"})
            log_in(self.clients[who], self.users[who])
        return self.clients[who]

    def get(self, who: str, name: str, *args: Any, **query: Any) -> Any:
        return self.as_(who).get(reverse(name, args=args), query)

    def post(self, who: str, name: str, *args: Any, **data: Any) -> Any:
        return self.as_(who).post(reverse(name, args=args), data)

    def request(self) -> ApprovalRequest:
        """The only one there is."""
        with system_scope("test"):
            return ApprovalRequest.objects.get()

    def actor(self, who: str) -> Any:
        return acting_as(actor_for(self.users[who]))


@pytest.fixture
def bench(bank: Bank) -> Bench:
    return Bench(bank)


TODAY = bank_time.today(utc_now()).isoformat()


def fields(row: JobPortrait, **more: Any) -> dict[str, Any]:
    job = queries.job_of(row)
    found = {f"weight-{one.key}": str(one.weight) for one in job.competencies}
    found |= {f"target-{t.key}-from": str(t.start) for t in job.targets}
    found |= {f"target-{t.key}-to": str(t.goal) for t in job.targets}
    plain = {"pass_mark": "60", "guide": job.guide, "process": job.process, "bounds-shift": "5",
             "bounds-cap": "15", "bounds-share": "10",
             "revision": str(row.revision), "do": "save"}  # fmt: skip
    return {**found, **plain, **more}


def test_every_page_opens_for_whom_it_is_and_for_nobody_else(bench: Bench) -> None:
    pages = [
        ("requisitions:jobs", ()),
        ("requisitions:job", ("teller",)),
        ("requisitions:branches", ("teller",)),
        ("requisitions:openings", ()),
        ("console:questions", ()),
        ("console:question", ("teller-complaint",)),
        ("console:questions-review", ()),
    ]
    for name, args in pages:
        for who in ("chief", "manager", "hr", "interviewer"):
            assert bench.get(who, name, *args).status_code == 200, (name, who)
        assert bench.get("it", name, *args).status_code == 403, name
    assert bench.get("chief", "console:approvals").status_code == 200
    assert bench.get("manager", "console:list").url == reverse("requisitions:jobs")
    assert bench.get("chief", "requisitions:job", "no-such-job").status_code == 404
    text = bench.get("chief", "requisitions:job", "credit-card-service").content.decode()
    assert "待确认" in text
    file = bench.get("hr", "requisitions:export", "teller", 1)
    assert file["Content-Disposition"].endswith('"teller-v1.toml"')
    assert b'weight_origin = "specification"' in file.content


def test_a_portrait_is_built_refused_with_what_is_missing_signed_and_compared(bench: Bench) -> None:
    answer = bench.post("manager", "requisitions:begin", "teller")
    row = JobPortrait.objects.get()
    assert answer.url == reverse("requisitions:portrait", args=[row.pk])
    short = bench.post(
        "chief", "requisitions:portrait", row.pk, **fields(row, **{"weight-communication": "5"})
    )
    assert short.status_code == 422
    assert "还差 5" in short.content.decode()
    assert 'value="5"' in short.content.decode(), "what was entered is kept"
    junk = bench.post(
        "chief", "requisitions:portrait", row.pk, **fields(row, **{"weight-communication": "ten"})
    )
    assert junk.status_code == 422
    wanted = fields(row, **{"weight-communication": "12", "weight-patience_care": "28", "do": "submit",
        "effective_on": TODAY, "target-new-label": "入职率", "target-new-from": "70",
        "target-new-to": "80", "target-new-definition": "到岗比例", "target-new-unit": "%"})  # fmt: skip
    assert bench.post("chief", "requisitions:portrait", row.pk, **wanted).status_code == 302
    request = bench.request()
    own = bench.post("chief", "console:approval", request.pk, do="approve", sha256=request.sha256)
    assert own.status_code == 403
    page = bench.get("manager", "requisitions:portrait", row.pk).content.decode()
    assert request.sha256[:16] in page
    assert bench.get("chief", "console:todo").content.decode().count("岗位画像：综合柜员") == 0, (
        "not one's own"
    )
    bench.post("manager", "console:approval", request.pk, do="approve", sha256=request.sha256)
    assert [one.number for one in queries.versions("teller")] == [2, 1]
    compared = bench.as_("hr").get(reverse("requisitions:compare", args=["teller"]), {"a": 1, "b": 2})
    assert "入职率" in compared.content.decode()
    assert "+2" in compared.content.decode()
    for bad in ({"a": 1}, {"a": "x", "b": 2}, {"a": 1, "b": 99}):
        assert bench.as_("hr").get(reverse("requisitions:compare", args=["teller"]), bad).status_code == 404


def test_a_branch_edits_its_own_variant_only_and_not_beyond_the_cap(bench: Bench) -> None:
    unit = bench.bank.east.pk
    assert bench.post("west", "requisitions:vary", "teller", unit=unit).status_code == 403
    assert bench.post("interviewer", "requisitions:vary", "teller", unit=unit).status_code == 403
    bench.post("hr", "requisitions:vary", "teller", unit=unit)
    with system_scope("test"):
        row = BranchVariant.objects.get()
    more = {
        "new": "mandarin",
        "new-share": "20",
        "new-reason": "网点客户多为外地来客",
        "revision": row.revision,
    }
    over = bench.post("hr", "requisitions:variant", row.pk, **more)
    assert over.status_code == 422
    assert "上限" in over.content.decode()
    for who in ("west", "interviewer"):
        refused = bench.post(who, "requisitions:variant", row.pk, **more)
        assert refused.status_code == 403, who
    assert bench.get("west", "requisitions:variant", row.pk).status_code == 403
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="access.request.denied").count() >= 3
    bench.post("hr", "requisitions:variant", row.pk, **{**more, "new-share": "10", "do": "submit"})
    request = bench.request()
    assert (
        bench.post("hr", "console:approval", request.pk, do="approve", sha256=request.sha256).status_code
        == 403
    )
    bench.post("chief", "console:approval", request.pk, do="approve", sha256=request.sha256)
    table = bench.get("chief", "requisitions:branches", "teller").content.decode()
    assert "普通话水平" in table
    assert "−3.5" in table
    assert "普通话水平" not in bench.get("west", "requisitions:branches", "teller").content.decode()
    assert (
        bench.post("hr", "requisitions:allow", "teller", unit=unit, cap=30, reason="团队").status_code == 403
    )
    capped = bench.post("chief", "requisitions:rule", row.pk, do="cap", cap="5", reason="先少一些")
    assert capped.url == reverse("requisitions:branches", args=["teller"])
    assert "+5" in bench.get("hr", "requisitions:branches", "teller").content.decode()


def test_head_office_edits_the_whole_file_of_a_question(bench: Bench) -> None:
    bench.post("chief", "console:question-begin", "teller-privacy")
    row = QuestionVersion.objects.get()
    page = ("chief", "console:question-version", row.pk)
    text = tomli_w.dumps(row.body)
    for broken in ("a = [", text.replace("teller-privacy", "teller-complaint"), 'key = "teller-privacy"'):
        answer = bench.post(*page, do="file", file=broken, revision=row.revision)
        assert answer.status_code == 422
        assert "题目不能这样使用" in answer.content.decode()
    changed = text.replace("当场明确拒绝", "当场清楚地拒绝")
    assert bench.post(*page, do="file", file=changed, revision=row.revision).status_code == 302
    bench.post(*page, do="file", file=text, revision=row.revision)  # an old page changes nothing
    row.refresh_from_db()
    assert "当场清楚地拒绝" in str(row.body)
    assert bench.post("hr", *page[1:], do="file", file=text, revision=row.revision).status_code == 403


def test_a_branch_reads_questions_and_a_try_to_edit_is_refused_with_a_line(bench: Bench) -> None:
    for name in ("console:question-begin",):
        assert bench.post("hr", name, "teller-complaint").status_code == 403
    with system_scope("test"):
        line = AuditLine.objects.filter(verb="access.request.denied").order_by("-at", "-seq").first()
        assert line.actor_id == bench.users["hr"].pk
    bench.post("chief", "console:question-begin", "teller-complaint")
    row = QuestionVersion.objects.get()
    assert bench.post("hr", "console:question-version", row.pk, do="drop").status_code == 403
    body = row.body
    data = {"family": [one["key"] for one in body["lexicon"]], "revision": row.revision, "active": "on",
            "think_seconds": "30", "limit_seconds": "120", "effective_on": TODAY,
            "new-family": "risk", "zh-new": "风险控制，风控", "en-new": "risk control",
            "do": "submit"}  # fmt: skip
    for one in body["lexicon"]:
        zh, en = one["words"]["zh"], one["words"]["en"]
        data |= {f"zh-{one['key']}": "、".join(zh), f"en-{one['key']}": ",".join(en)}
    for name in ("title", "prompts"):
        data |= {f"{name}-{lang}": body[name][lang] for lang in ("zh", "en")}
    one_sided = bench.post("chief", "console:question-version", row.pk, **{**data, "en-new": ""})
    assert one_sided.status_code == 422
    assert bench.post("chief", "console:question-version", row.pk, **data).status_code == 302
    request = bench.request()
    bench.post("manager", "console:approval", request.pk, do="approve", sha256=request.sha256)
    page = bench.get("hr", "console:question", "teller-complaint").content.decode()
    assert "风险控制" in page
    with bench.actor("chief"):
        services.add_review(
            question_key="teller-complaint", reason="不切合岗位", source="survey", now=utc_now()
        )
    assert "不切合岗位" in bench.get("hr", "console:questions-review").content.decode()


def test_openings_are_made_and_closed_by_those_who_may(bench: Bench) -> None:
    unit = str(bench.bank.east.pk)
    data = {
        "unit": unit,
        "job": "teller",
        "headcount": "2",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-31",
    }
    assert bench.post("interviewer", "requisitions:openings", **data).status_code == 403
    assert bench.post("west", "requisitions:openings", **data).status_code == 403
    bench.post("hr", "requisitions:openings", **{**data, "ends_on": "2026-11-01"})
    bench.post("hr", "requisitions:openings", **{**data, "job": "../etc"})
    with system_scope("test"):
        assert Requisition.objects.count() == 0
    bench.post("hr", "requisitions:openings", **data)
    with system_scope("test"):
        row = Requisition.objects.get()
    assert bench.post("west", "requisitions:close", row.pk).status_code == 403
    bench.post("hr", "requisitions:close", row.pk)
    assert "已关闭" in bench.get("hr", "requisitions:openings").content.decode()
