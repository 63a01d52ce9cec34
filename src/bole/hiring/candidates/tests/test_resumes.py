"""Résumé files: read once in the child, nothing invented, newest counts, corrected by the person, erased."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bole.foundation import events
from bole.foundation.access.actors import system_scope
from bole.foundation.files import workshops
from bole.foundation.files.models import StoredFile
from bole.hiring.candidates import holding, queries, reading, services
from bole.hiring.candidates.events import ResumeParsed
from bole.hiring.candidates.models import Reading, ResumeFile
from bole.hiring.conftest import NOW, Cast
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db

TEXT = """林小禾
电话：13800001111  邮箱：lin@example.org
教育经历
2015.09 - 2019.06  西南财经大学  金融学  本科
工作经历
2019.07 - 至今  江州银行股份有限公司  综合柜员
证书
银行从业资格
"""


@pytest.fixture(autouse=True, scope="module")
def _no_child_left() -> Iterator[None]:
    yield
    workshops.close()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[ResumeParsed]:
    told: list[ResumeParsed] = []
    monkeypatch.setitem(events.bus._handlers, ResumeParsed, [told.append])
    return told


def add(cast: Cast, body: bytes, *, days: int = 0, who: str = "hr") -> ResumeFile:
    with cast.acting(who):
        stored = services.store_file(
            unit_id=cast.bank.east.pk, candidate_id=cast.candidate_id, body=body, now=NOW
        )
        return services.add_resume(
            candidate_id=cast.candidate_id,
            stored=stored,
            name="林小禾简历.txt",
            source="upload",
            as_of=NOW + timedelta(days=days),
            now=NOW,
        )


def read(row: ResumeFile) -> ResumeFile | None:
    with system_scope("test"):
        return services.read_resume(resume_id=row.pk, clock=lambda: NOW)


def test_a_file_is_read_once_and_tells_it(cast: Cast, heard: list[ResumeParsed]) -> None:
    row = add(cast, TEXT.encode())
    with cast.acting("hr"):
        assert queries.resume_of(cast.candidate_id) is None
    assert read(row) is not None
    assert read(row) is None  # a task that comes twice
    again = add(cast, TEXT.encode(), days=3)
    assert again.pk == row.pk
    assert [(e.candidate_id, e.resume_id) for e in heard] == [(cast.candidate_id, row.pk)]
    with cast.acting("hr"):
        held = queries.resume_of(cast.candidate_id)
        assert "江州银行" in queries.lines_of(cast.candidate_id)
    assert held is not None
    assert (held["name"], held["phone"], held["work"][0]["current"]) == ("林小禾", "13800001111", True)
    assert held["spans"]["work[0].employer"]["text"].endswith("综合柜员")
    assert held["as_of"] == NOW + timedelta(days=3)
    with system_scope("test"):
        assert StoredFile.objects.filter(erased_at=None).count() == 1  # the second copy is gone
        assert Reading.objects.count() == 1


def test_the_same_content_of_another_person_is_not_parsed_again(
    cast: Cast, heard: list[ResumeParsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(add(cast, TEXT.encode()))
    monkeypatch.setattr(reading, "read", lambda _file: pytest.fail("parsed a second time"))
    with cast.acting("hr"):
        other, _new = services.enter(
            unit_id=cast.bank.east.pk, name="林禾", email="he@example.org", source="bank", as_of=NOW, now=NOW
        )
        stored = services.store_file(unit_id=other.unit_id, candidate_id=None, body=TEXT.encode(), now=NOW)
        row = services.add_resume(
            candidate_id=other.pk, stored=stored, name="", source="mail", as_of=NOW, now=NOW
        )
    assert row.state == "read"
    with system_scope("test"):  # erasing one leaves the other's reading
        holding.erase(cast.candidate_id, NOW)
        assert Reading.objects.count() == 1
        assert StoredFile.objects.get(pk=stored.pk).candidate_id == other.pk
        holding.erase(other.pk, NOW)
        assert not Reading.objects.exists()
        assert not ResumeFile.objects.exists()
    assert len(heard) == 2


@pytest.mark.parametrize("passing", [False, True])
def test_what_cannot_be_read_says_why_and_invents_nothing(
    cast: Cast, heard: list[ResumeParsed], monkeypatch: pytest.MonkeyPatch, passing: bool
) -> None:
    if passing:  # says nothing about the file: shown, but read again another time
        monkeypatch.setattr(reading, "read", lambda _file: reading.Outcome(None, "child_died"))
    done = read(add(cast, b"%PDF-1.7\nbroken beyond repair"))
    assert done is not None
    assert (done.state, done.error_code) == ("failed", "child_died" if passing else "unreadable")
    assert not heard
    with cast.acting("hr"):
        assert queries.resume_of(cast.candidate_id) is None
        assert Reading.objects.count() == (0 if passing else 1)


def test_the_newest_counts_and_the_person_may_correct_it(cast: Cast, heard: list[ResumeParsed]) -> None:
    newer = add(cast, TEXT.replace("综合柜员", "理财经理").encode(), days=2)
    older = add(cast, TEXT.encode(), days=1)  # arrives later, is older at its source
    read(newer), read(older)
    with system_scope("test"):
        services.confirm_resume(
            resume_id=newer.pk, corrections={"phone": "13900002222", "score": "100"}, now=NOW
        )
    with cast.acting("hr"):
        held = queries.resume_of(cast.candidate_id)
    assert held is not None
    assert held["work"][0]["title"] == "理财经理"
    assert (held["phone"], held["corrected"], "phone" in held["spans"]) == ("13900002222", ["phone"], False)
    assert "score" not in held
    assert len(heard) == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "empty"), (b"\x7fELF\0\0", "type_not_allowed"), (b"MZ\0\0\0", "type_not_allowed")],
)
def test_what_is_no_resume_is_refused(cast: Cast, body: bytes, code: str) -> None:
    with cast.acting("hr"), pytest.raises(InvalidError) as refused:
        services.store_file(unit_id=cast.bank.east.pk, candidate_id=None, body=body, now=NOW)
    assert refused.value.code == code


def test_tables_hold_nothing_readable_and_others_see_nothing(cast: Cast) -> None:
    row = add(cast, TEXT.encode())
    read(row)
    with system_scope("test"), connection.cursor() as cursor:
        for table in ("candidates_reading", "candidates_resumefile", "files_storedfile"):
            cursor.execute(f"SELECT coalesce(string_agg(row_to_json(t)::text, ''), '') FROM {table} t")
            text = cursor.fetchone()[0]
            for secret in ("林小禾", "13800001111", "江州银行"):
                assert secret not in text
                assert json.dumps(secret) not in text
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        queries.resume_of(cast.candidate_id)
    for who in ("interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            queries.resume_of(cast.candidate_id)
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.add_resume(
                candidate_id=cast.candidate_id,
                stored=_stored(row),
                name="",
                source="mail",
                as_of=NOW,
                now=NOW,
            )


def _stored(row: ResumeFile) -> Any:
    with system_scope("test"):
        return StoredFile.objects.get(pk=row.file_id)
