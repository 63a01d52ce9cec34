"""What a rubric's newer parts do: homophones are counted, a job's own anchors are shown."""

from bole.measurement import api
from bole.measurement.tests.rating import rated


def test_a_listed_homophone_counts_by_sound_and_not_as_exact():
    text = "这明显是杂骗，我先请她挂电话，再慢慢问清楚钱要转给谁，然后马上报告主管。"
    rows = {r["term"]: r for r in rated("teller-fraud-transfer", "zh", text)["keywords"]}
    assert (rows["诈骗"]["exact"], rows["诈骗"]["by_sound"]) == (0, 1)


def test_a_framework_gives_its_job_anchors_of_its_own():
    general = api.competencies(["service_orientation"])
    teller = api.competencies(["service_orientation"], "teller")
    assert set(teller["service_orientation"]) == {"1", "3", "5"}
    assert teller != general
    assert api.competencies(["service_orientation"], "no-such-job") == general


def test_each_service_scene_of_the_relationship_manager_measures_the_extra_dimension():
    bank = [q for q in map(api.load_question, api.question_keys()) if "relationship-manager" in q.jobs]
    scenes = [q for q in bank if q.kind == "service_scene"]
    assert len(scenes) >= 3
    for question in scenes:
        assert "customer_dialogue" in {c.key for c in question.competencies}, question.key


def test_accepted_answers_stand_behind_the_phrasings():
    point = api.load_question("teller-counterfeit").points[0]
    assert point.phrasings["zh"][-2:] == point.accepted["zh"]
