"""Applying from a phone: nothing typed is lost, nothing of a known person is shown or overwritten."""

import hashlib
from datetime import timedelta

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.throttle import TooManyAttemptsError
from bole.foundation.files.models import StoredFile
from bole.foundation.privacy import queries as privacy
from bole.hiring.candidates import queries as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import queries, services
from bole.hiring.intake.models import Submission
from bole.hiring.intake.tests.making import begun, published, read, resume
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def sent(posting: object, body: bytes = resume(), told: dict[str, object] | None = None) -> Submission:
    one = begun(posting)
    read(services.attach(key=one.key, body=body, name="cv.txt", now=NOW))
    return services.send(key=one.key, told=told or {}, now=NOW)


def test_from_the_phone_to_hr_with_corrections(cast: Cast) -> None:
    posting = published(cast)
    one = begun(posting)
    row = read(services.attach(key=one.key, body=resume(), name="我的简历.txt", now=NOW))
    assert (row.state, row.reading.body["work"][0]["title"]) == ("read", "综合柜员")
    job = {"employer": "江州银行股份有限公司", "title": "理财经理", "start": "2019-07", "current": True}
    school = {"school": "西南财经大学", "degree": "本科", "major": "金融学"}
    told = {"work": [job], "education": [{**school, "start": "2015-09", "end": "2019-06"}]}
    done = services.send(key=one.key, told=told, now=NOW)
    assert services.send(key=one.key, told={}, now=NOW).pk == done.pk  # a double tap
    with cast.acting("hr"):
        held = candidates.resume_of(done.candidate_id)
        application = pipeline.get(done.application_id)
        assert privacy.consents(done.candidate_id)["resume"].holds
        assert candidates.contact(done.candidate_id).phone == "13911110001"
    assert held is not None
    assert (held["work"][0]["title"], held["corrected"]) == ("理财经理", ["work"])
    assert (application.requisition_id, held["source"]) == (cast.requisition_id, "apply")


def test_applying_twice_is_one_application(cast: Cast) -> None:
    posting = published(cast)
    first, second = sent(posting), sent(posting, resume() + "补充：普通话一级甲等\n".encode())
    assert first.application_id == second.application_id
    assert (first.joined, second.joined) == (False, True)
    assert first.number != second.number
    with cast.acting("hr"):
        assert len(candidates.resume_files(first.candidate_id)) == 2


def test_a_stranger_with_a_known_number_neither_sees_nor_changes_anything(cast: Cast) -> None:
    posting = published(cast)
    first = sent(posting)
    one = begun(posting, email="thief@example.org")
    read(services.attach(key=one.key, body=resume(email="thief@example.org"), name="", now=NOW))
    second = services.send(key=one.key, told={}, now=NOW)
    with cast.acting("hr"):
        assert candidates.contact(first.candidate_id).email == "zhou@example.org"
    with pytest.raises(ConflictError) as refused:  # nor end what the other one began
        services.withdraw(key=one.key, now=NOW)
    assert (refused.value.code, second.joined) == ("not_withdrawable", True)


def test_withdrawing_ends_the_application_once(cast: Cast) -> None:
    one = begun(published(cast))
    with pytest.raises(ConflictError):
        services.send(key=one.key, told={}, now=NOW)  # no résumé yet
    read(services.attach(key=one.key, body=resume(), name="", now=NOW))
    done = services.send(key=one.key, told={}, now=NOW)
    services.withdraw(key=one.key, now=NOW)
    with cast.acting("hr"):
        assert pipeline.get(done.application_id).outcome == "withdrawn"
    with pytest.raises(ConflictError):
        services.attach(key=one.key, body=resume(), name="", now=NOW)


def test_a_broken_upload_loses_nothing_and_parts_are_sent_again(cast: Cast) -> None:
    one = begun(published(cast))
    body, digest = resume(), hashlib.sha256(resume()).hexdigest()
    upload = services.start_file(key=one.key, name="cv.txt", size=len(body), now=NOW)
    assert queries.submission(one.key).name == "周明"
    for _try in range(2):
        services.put_part(key=one.key, upload_id=upload, index=0, sha256=digest, body=body)
    other = begun(published(cast), phone="13911110009")
    with pytest.raises(NotFoundError):  # somebody else's key opens nothing of it
        services.put_part(key=other.key, upload_id=upload, index=0, sha256=digest, body=body)
    for _try in range(2):
        row = services.finish_file(key=one.key, upload_id=upload, parts=1, total_bytes=len(body), now=NOW)
    assert read(row).state == "read"
    with pytest.raises(InvalidError):
        services.start_file(key=one.key, name="film.mp4", size=10**9, now=NOW)


def test_what_cannot_be_read_is_shown_and_may_be_replaced_or_sent_as_it_is(cast: Cast) -> None:
    one = begun(published(cast))
    row = read(services.attach(key=one.key, body=b"%PDF-1.4 nothing", name="a.pdf", now=NOW))
    assert (row.state, row.error_code) == ("failed", "unreadable")
    row = read(services.attach(key=one.key, body=resume(), name="b.txt", now=NOW))
    assert row.state == "read"
    with system_scope("test"):
        assert StoredFile.objects.filter(erased_at=None).count() == 1
    broken = begun(published(cast), phone="13911110002", name="吴桐")
    read(services.attach(key=broken.key, body=b"%PDF-1.4 nothing", name="a.pdf", now=NOW))
    done = services.send(key=broken.key, told={}, now=NOW)
    with cast.acting("hr"):
        assert candidates.resume_of(done.candidate_id) is None
        assert candidates.resume_files(done.candidate_id)[0].error_code == "unreadable"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "123"}, "phone"),
        ({"email": "no"}, "email"),
        ({"name": " "}, "name"),
        ({"agreed": False}, "agreed"),
    ],
)
def test_who_applies_must_be_reachable_and_agree(cast: Cast, more: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        begun(published(cast), **more)
    assert set(refused.value.fields) == {field}
    with system_scope("test"):
        assert not Submission.objects.exists()


@pytest.mark.parametrize("told", [{"work": [{"start": "soon"}]}, {"education": [{"end": "2019-13"}]}])
def test_dates_are_dates(cast: Cast, told: dict[str, object]) -> None:
    one = begun(published(cast))
    read(services.attach(key=one.key, body=resume(), name="", now=NOW))
    with pytest.raises(InvalidError):
        services.send(key=one.key, told=told, now=NOW)
    assert queries.submission(one.key).state == "read"


def test_a_closed_posting_and_too_many_tries_are_refused(cast: Cast) -> None:
    posting = published(cast, closes_at=NOW + timedelta(days=1))
    one = begun(posting)
    for _begun in range(9):
        begun(posting)
    with pytest.raises(TooManyAttemptsError):
        begun(posting, phone="+86 139-1111-0001")
    begun(posting, phone="13911110003")
    read(services.attach(key=one.key, body=resume(), name="", now=NOW))
    with cast.acting("hr"):
        services.end_posting(posting_id=posting.pk, now=NOW)
    for call in (
        lambda: begun(posting, phone="13911110004"),
        lambda: services.send(key=one.key, told={}, now=NOW),
    ):
        with pytest.raises(ConflictError) as refused:
            call()
        assert refused.value.code == "posting_closed"


def test_drafts_are_forgotten_after_a_week(cast: Cast) -> None:
    posting = published(cast)
    one = begun(posting)
    services.attach(key=one.key, body=resume(), name="", now=NOW)
    kept = sent(published(cast))
    with system_scope("test"):
        assert services.forget_drafts(now=NOW + timedelta(days=6)) == 0
        assert services.forget_drafts(now=NOW + timedelta(days=8)) == 1
        assert [row.pk for row in Submission.objects.all()] == [kept.pk]
        assert StoredFile.objects.filter(erased_at=None).count() == 1


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_other_branches_and_roles_see_no_submission(cast: Cast, who: str) -> None:
    sent(published(cast))
    with cast.acting(who):
        assert not queries.postings(getattr(cast, who)).exists()
