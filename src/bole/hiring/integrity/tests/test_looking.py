"""From an answer to findings: who is compared with whom, who sees what, and that no score knows of it."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access import actors
from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, STRONG, Cast, observation
from bole.hiring.integrity import published, queries, services
from bole.hiring.integrity.models import CopyPair, Finding, Fingerprint
from bole.hiring.integrity.tests.conftest import Writer, writer
from bole.hiring.interviews.noticing import Note

pytestmark = pytest.mark.django_db
OWN = (
    "那天窗口只开了两个，客户等得很久。我请保安维持秩序，把老人先请到休息区坐下，然后打电话给后台加开一个窗口，"
    "自己利用间隙给大家发温水。事后我把高峰时段的排班表改了，第二周同一时段平均等候缩短到十五分钟以内。"
)


def kinds(found: list[Any]) -> list[str]:
    return [one.kind for one in found]


def test_the_later_of_two_branches_carries_the_finding_and_only_head_office_sees_both(
    east: Writer, west: Writer, cast: Cast
) -> None:
    east.writes(STRONG, 0)
    west.writes("嗯，" + STRONG, 30)
    assert kinds(east.findings()) == []
    (found,) = west.findings()
    assert found.kind == "near_copy"
    assert found.figures["share"] > 0.9
    assert found.quotes
    assert found.quotes[0] in "嗯，" + STRONG
    assert west.findings("hr") == []  # the other branch
    for who in ("hr", "west_hr", "interviewer", "auditor", "it_admin"):
        with cast.acting(who):
            assert queries.pairs_of(actors.current(), [west.answer_id]) == {}
            assert not CopyPair.objects.filter(unit=cast.bank.west).exists()
    with cast.acting("west_hr"):  # even past the door: the database shows no row
        assert not CopyPair.objects.exists()
    with cast.acting("chief"):
        pairs = queries.pairs_of(actors.current(), [west.answer_id])[west.answer_id]
        assert [p.other_id for p in pairs] == [east.answer_id]
    for one in (east, west):
        with one.taking.invited.candidate():
            assert not Finding.objects.exists()
            assert not CopyPair.objects.exists()
            assert not Fingerprint.objects.exists()


def test_the_order_in_which_answers_are_analysed_does_not_matter(east: Writer, west: Writer) -> None:
    west.writes(STRONG, 30)
    east.writes(STRONG, 0)  # given earlier, analysed later
    assert (kinds(west.findings()), kinds(east.findings())) == (["near_copy"], [])
    assert (west.look(), east.look()) == (1, 0)  # again: the same


def test_different_words_and_ones_own_second_interview_are_no_copies(east: Writer, west: Writer) -> None:
    east.writes(STRONG, 0)
    west.writes(OWN, 30)
    assert kinds(west.findings()) == []


def test_who_refused_the_analysis_is_neither_looked_at_nor_compared_with(east: Writer, west: Writer) -> None:
    east.writes(STRONG, 0, Note("hidden", 1.0, 60.0), analysis=False)
    west.writes(STRONG, 30)
    assert (kinds(east.findings()), kinds(west.findings())) == ([], [])
    with system_scope("test"):
        assert (
            Fingerprint.objects.filter(candidate_id=east.taking.invited.interview.candidate_id).count() == 0
        )


def test_taking_the_consent_back_takes_findings_and_sketch_with_it(east: Writer, west: Writer) -> None:
    from bole.hiring.interviews import services as interviews

    east.writes(STRONG, 0)
    west.writes(STRONG, 30, Note("hidden", 1.0, 60.0))
    assert kinds(west.findings()) == ["near_copy", "page_left"]
    with west.taking.invited.candidate():
        interviews.change_consent(
            interview_id=west.taking.id, purpose="analysis", granted=False, now=NOW + timedelta(hours=1)
        )
    with system_scope("test"):
        services.look_again(interview_id=west.taking.id, now=NOW)
        assert (Finding.objects.count(), CopyPair.objects.count()) == (0, 0)
        assert Fingerprint.objects.count() == 1


def test_erasing_the_earlier_person_leaves_no_trace_of_him(east: Writer, west: Writer) -> None:
    east.writes(STRONG, 0)
    west.writes(STRONG, 30)
    with system_scope("test"):
        assert services.erase(east.taking.invited.interview.candidate_id, NOW) == 2
        assert (CopyPair.objects.count(), Fingerprint.objects.count()) == (0, 1)
        told = services.export(west.taking.invited.interview.candidate_id)["findings"]
        assert [one["kind"] for one in told] == ["near_copy"]
        assert str(east.taking.invited.interview.candidate_id) not in str(told)


def test_a_published_sample_and_the_products_own_wordings_are_found(
    east: Writer, west: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "_samples", lambda _path: (OWN,))
    east.writes(OWN, 0)
    assert kinds(east.findings()) == ["published_copy"]
    point = published._own("teller-complaint")[0]
    west.writes(point[:600], 5)
    assert kinds(west.findings()) == ["published_copy"]


def test_honest_answers_are_far_from_the_products_wordings() -> None:
    from bole.measurement import copies
    from bole.measurement.tests.material import items

    shares = [
        copies.match(i.text, text).share
        for i in items("honest_zh", "honest_en")
        for text in published.texts_for(i.question)
    ]
    assert len(shares) > 100
    assert max(shares) < 0.3


def test_pasting_and_leaving_are_pointed_out_and_change_no_rating(east: Writer, west: Writer) -> None:
    from bole.hiring.assessment import services as assessment
    from bole.hiring.assessment.models import AnswerRating

    east.writes(STRONG, 0, Note("pasted", 5.0, 0.0, 150), Note("hidden", 1.0, 60.0))
    west.writes(STRONG, 30)
    assert kinds(east.findings()) == ["page_left", "text_pasted"]
    with system_scope("task:test"):
        for one in (east, west):
            assessment.rate_answer(answer_id=one.answer_id, attempt=1, now=NOW)
        hashes = set(AnswerRating.objects.values_list("hash", flat=True))
    assert len(hashes) == 1


@pytest.mark.parametrize("law", ["default", "eu"])
def test_in_eu_mode_gaze_is_no_part_of_delivery_and_accommodations_leave_it_out(cast: Cast, law: str) -> None:
    from dataclasses import replace

    from bole.hiring.integrity.services.looking import sights_of
    from bole.hiring.integrity.tests.test_rules import spoken
    from bole.hiring.interviews import queries as interviews
    from bole.kernel.answers import Event

    one = writer(cast, "hr", 3)
    seen = spoken([4, 4.1, 4, 3.9, 4], 0.6, events=(Event("look_away", 0, 40, 20.0),))
    with system_scope("test"):
        facts = replace(
            interviews.answer_facts(one.answer_id), kind="video", law=law, channels=("speech", "face")
        )
        (sight,) = sights_of(facts, seen, "字")
        assert ("gaze_away" in sight.figures) is (law != "eu")
        assert sights_of(replace(facts, accommodated=True), seen, "字") == []
        assert sights_of(facts, observation(), "字") == []


def test_no_rater_and_no_report_can_reach_integrity() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import bole.measurement.api; "
        "print([m for m in sys.modules if 'copies' in m or 'integrity' in m])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
