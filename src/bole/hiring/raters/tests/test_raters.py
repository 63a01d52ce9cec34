"""From double-marked answers to a version with its card; a person switches it, erasing ends it."""

import copy
import random
from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.assessment import services as assessment
from bole.hiring.assessment.models import AnswerRating, Report, Review
from bole.hiring.calibration import services as calibration
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.interviews.models import Interview
from bole.hiring.raters import queries, services
from bole.hiring.raters.models import RaterVersion
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.measurement import api as measurement
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
KEY, COMPETENCY = "teller-complaint", "service_orientation"


def double_marked(cast: Cast, report: Any, count: int) -> None:
    """So many people with made-up answers two raters marked by the number of points; the rules guessed."""
    source, question = random.Random(5), measurement.load_question(KEY)
    interview = Interview.objects.get(pk=report.interview_id)
    for number in range(count):
        person = candidates.register(
            unit_id=cast.bank.east.pk, name=f"甲{number}", phone=f"139{number:08d}", email="", now=NOW
        )
        interview.pk, interview.token_hash, interview.candidate_id = new_id(), f"{number:064d}", person.pk
        interview.save(force_insert=True)
        points = number % 6
        said = [source.choice(one.phrasings["zh"]) for one in source.sample(question.points, points)]
        body = copy.deepcopy(report.body)
        answer = next(a for a in body["answers"] if a["question_key"] == KEY)
        answer["result"]["transcript"]["text"] = "。".join(said) or "我会耐心一点，好好跟他说。"
        row = next(r for r in answer["result"]["ratings"] if r["competency"] == COMPETENCY)
        row["score"] = round(100 * source.random(), 1)
        made = Report.objects.get(pk=report.pk)
        made.pk, made.interview_id, made.candidate_id, made.body = new_id(), interview.pk, person.pk, body
        made.save(force_insert=True)
        for who in (cast.interviewer.id, cast.hr.id):
            level = min(5.0, 1 + 0.8 * points)
            Review.objects.create(
                unit_id=made.unit_id,
                candidate_id=person.pk,
                report=made,
                reviewer_id=who,
                blind=True,
                ratings={COMPETENCY: level},
                started_at=NOW,
                locked_at=NOW,
            )


def train() -> Any:
    with system_scope("test"):
        return calibration.train(question_key=KEY, competency=COMPETENCY, now=NOW)[0]


def made() -> RaterVersion:
    with system_scope("test"):
        return RaterVersion.objects.latest("version")


_trained: dict[str, Any] = {}


@pytest.fixture
def version(cast: Cast, report: Any) -> RaterVersion:
    """A trained version that was better, switched off: trained once, kept again for the other tests."""
    with system_scope("test"):
        if not _trained:
            double_marked(cast, report, 36)
            assert train().better
            found = made()
            fields = ("question_key", "competency", "content", "rubric_sha256", "card")
            _trained.update({name: getattr(found, name) for name in fields})
            return found
        people = [(report.unit_id, report.candidate_id)]
        return services.keep(**{**_trained, "content": bytes(_trained["content"])}, people=people, now=NOW)


def test_the_same_marks_are_the_same_version(cast: Cast, report: Any) -> None:
    with system_scope("test"):
        double_marked(cast, report, 36)
    assert (train().version, train().version) == (1, 1)
    with system_scope("test"):
        assert made().sources.count() == 36


def test_too_few_marks_train_nothing(cast: Cast, report: Any) -> None:
    with system_scope("test"):
        double_marked(cast, report, 3)
    found = train()
    assert (found.version, found.answers, found.reasons) == (None, 3, ("too_few",))
    with cast.acting("chief"), pytest.raises(DeniedError):
        calibration.train(question_key=KEY, now=NOW)
    with system_scope("test"), pytest.raises(InvalidError):
        calibration.train(question_key=KEY, competency="teamwork", now=NOW)


def test_from_training_to_the_switch_and_back(
    version: RaterVersion, cast: Cast, answered: Answered, report: Any
) -> None:
    card = version.card
    assert (card["answers"], card["people"], card["languages"]) == (36, 36, ["zh"])
    for who in ("hr", "west_hr", "interviewer", "auditor", "it_admin"):
        with cast.acting(who), pytest.raises(DeniedError):
            services.switch_on(rater_id=version.pk, now=NOW)
    with cast.acting("chief"):
        for _ in range(2):
            services.switch_on(rater_id=version.pk, now=NOW)
    with system_scope("test"):
        again = assessment.compile_report(interview_id=report.interview_id, now=NOW)
        assert again is not None
        assert again.hash == report.hash  # what stands stays
        facts = AnswerRating.objects.get(interview_id=report.interview_id, answer__question_key=KEY)
        rated = assessment.rate_answer(answer_id=facts.answer_id, attempt=1, now=NOW + timedelta(hours=1))
    assert rated is not None
    assert rated.version == 2
    row = next(r for r in rated.result["ratings"] if r["competency"] == COMPETENCY)
    named = rated.result["provenance"]["raters"]
    used = named if isinstance(named, dict) else {}
    assert bool(row.get("rater")) == bool(used)  # where it abstains the rules stand, by their own name
    if used:
        assert row["rater"]["sha256"] == version.sha256
    page = enter(cast, "hr").get(f"/console/raters/by/{version.sha256}/", follow=True).content.decode()
    assert version.sha256 in page
    with cast.acting("chief"):
        for _ in range(2):
            services.switch_off(rater_id=version.pk, now=NOW)
    with system_scope("test"):
        assert queries.named_in_force(KEY, version.rubric_sha256) == {}
        verbs = [line.verb for line in audit.trail(("rater", version.pk))]
    assert sorted(verbs) == [f"hiring.raters.rater.{v}" for v in ("switched_off", "switched_on", "trained")]


def test_what_speaks_against_it_is_shown_and_refuses(version: RaterVersion, cast: Cast) -> None:
    pages = {who: enter(cast, who) for who in ("chief", "hr", "interviewer", "auditor", "it_admin")}
    url = f"/console/raters/{version.pk}/"
    codes = {who: client.get("/console/raters/").status_code for who, client in pages.items()}
    assert codes == {"chief": 200, "hr": 200, "interviewer": 200, "auditor": 200, "it_admin": 403}
    assert f"{url}switch/" in pages["chief"].get(url).content.decode()
    assert f"{url}switch/" not in pages["hr"].get(url).content.decode()
    assert pages["hr"].post(f"{url}switch/", {"on": "1"}).status_code == 403
    for path in ("", "own/content-rules/", "models/whisper-base/"):
        shown = pages["hr"].get(f"/console/raters/{path}")
        assert shown.status_code == 200
        assert "&#x27;zh&#x27;" not in shown.content.decode(), "a text is printed with all its languages"
    with system_scope("test"):
        RaterVersion.objects.update(rubric_sha256="0" * 64)
    assert pages["chief"].post(f"{url}switch/", {"on": "1"}, follow=True).status_code == 200
    with cast.acting("chief"), pytest.raises(ConflictError) as caught:
        services.switch_on(rater_id=version.pk, now=NOW)
    assert caught.value.code == "other_rubric"
    assert made().state == "off"


def test_erasing_somebody_it_learnt_from_ends_it(version: RaterVersion, cast: Cast) -> None:
    with cast.acting("chief"):
        services.switch_on(rater_id=version.pk, now=NOW)
    with system_scope("test"):
        person = version.sources.first()
        assert person is not None
        assert services.export(person.candidate_id)["raters"]
        services.erase(person.candidate_id, NOW)
        services.erase(person.candidate_id, NOW)
    after = made()
    assert (after.state, after.content) == ("off", None)
    with cast.acting("chief"), pytest.raises(BoleError) as caught:
        services.switch_on(rater_id=version.pk, now=NOW)
    assert caught.value.code == "erased"


def test_a_version_that_was_not_better_can_never_be_in_force(version: RaterVersion, cast: Cast) -> None:
    with system_scope("test"):
        figures = {**version.card["figures"], "better": False, "reasons": ["not_beyond_chance"]}
        RaterVersion.objects.update(better=False, card={**version.card, "figures": figures})
    with cast.acting("chief"), pytest.raises(ConflictError) as caught:
        services.switch_on(rater_id=version.pk, now=NOW)
    assert caught.value.code == "not_beyond_chance"
    with cast.acting("chief"), pytest.raises(NotFoundError):
        services.switch_on(rater_id=new_id(), now=NOW)
