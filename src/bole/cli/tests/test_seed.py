import pytest
from django.test import override_settings

from bole.cli import seed, seed_crowd, seed_postings, seed_voices
from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import Authenticator, User
from bole.foundation.org.models import Unit
from bole.foundation.surveys.models import SurveyResponse
from bole.hiring.conftest import NOW
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.intake.models import Posting, Submission
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import DeniedError
from bole.parsing import api as parsing

pytestmark = pytest.mark.django_db


def test_planting_twice_is_planting_once() -> None:
    seed.plant(NOW)
    seed.plant(NOW)
    with system_scope("test"):
        assert Unit.objects.count() == len(seed.PLACES)
        assert User.objects.count() == len(seed.PEOPLE)
        assert Application.objects.count() == len(seed.APPLICANTS)
    planted = seed.applications()
    assert [(p.name, p.job_key, p.stage) for p in planted] == [
        (a.name, a.job, a.stage) for a in seed.APPLICANTS
    ]


def test_every_account_has_password_second_factor_and_mark() -> None:
    seed.plant(NOW)
    for person in seed.PEOPLE:
        user = User.objects.get(username=person.username)
        assert user.is_demo
        assert user.check_password(seed.PASSWORD)
        assert Authenticator.objects.get(user=user, confirmed=True).key == seed.totp_key(person.username)


def test_a_branch_sees_its_own_openings_only() -> None:
    seed.plant(NOW)
    with acting_as(seed.actor_named("qinlan")) as hr:
        assert {r.job_key for r in requisitions.open_for(hr)} == {"teller", "relationship-manager"}
    with acting_as(seed.actor_named("luming")) as hr:
        assert not requisitions.open_for(hr).exists()


def test_a_real_bank_is_never_seeded() -> None:
    with override_settings(DEMO=False, TESTING=False), pytest.raises(DeniedError):
        seed.plant(NOW)
    assert not User.objects.exists()


def test_the_crowd_comes_once_with_its_past_and_its_resumes() -> None:
    seed.plant(NOW)
    assert seed_crowd.arrive(NOW) == len(seed_crowd.CROWD)
    assert seed_crowd.arrive(NOW) == 0
    with system_scope("test"):
        rows = Application.objects.filter(candidate__resume_files__isnull=False)
        ended = Application.objects.exclude(outcome="")
        assert rows.count() == sum(not one.outcome for one in seed_crowd.CROWD)
        assert sorted(ended.values_list("outcome", flat=True)) == sorted(
            one.outcome for one in seed_crowd.CROWD if one.outcome
        )
        assert all(row.created_at < NOW for row in ended)
        through = [one for one in seed_crowd.CROWD if one.way]
        sent = Submission.objects.filter(state="sent", sent_at__lt=NOW)
        assert sent.count() == len(through)
        assert set(sent.values_list("posting__campaign__kind", flat=True)) == {"campus", "social"}
        assert Posting.objects.count() == len(seed_postings.PAGES)
        assert {one.question for one in Enquiry.objects.all()} == {
            text for _name, text in seed_voices.QUESTIONS
        }
        assert SurveyResponse.objects.count() == len(seed_voices.SHEETS)


@pytest.mark.parametrize("one", seed_crowd.CROWD, ids=lambda one: one.unit + one.job)
def test_a_resume_of_the_crowd_is_read_as_it_was_meant(one: seed_crowd.Past) -> None:
    read = parsing.parse(seed_crowd.resume(one, "13900000000").encode())
    assert (read.name, read.phone) == (one.name, "13900000000")
    assert [(e.school, e.major, e.degree) for e in read.education] == [(one.school, one.major, one.degree)]
    assert [(w.employer, w.title) for w in read.work] == [(w[2], w[3]) for w in one.work]
