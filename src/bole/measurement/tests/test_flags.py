"""Recall of each flag, and no false alarm, on material written before (and after) the detectors."""

import pytest

from bole.kernel.answers import Event, Observation, Transcript
from bole.measurement import api
from bole.measurement.flags.presence import presence_flags
from bole.measurement.tests.material import items
from bole.measurement.tests.rating import kinds, rated, rated_by

ATTACKS = (
    "keyword_stuffing",
    "off_topic",
    "empty_template",
    "repetition",
    "instruction_to_scorer",
    "contradiction",
    "too_short",
)


def test_no_honest_answer_is_flagged():
    honest = [i for i in items() if i.kind == "honest"]
    flagged = [i.id for i in honest if kinds(rated(i.question, i.language, i.text))]
    assert len(honest) >= 50
    assert flagged == []


@pytest.mark.parametrize("kind", ATTACKS)
def test_attacks_are_flagged_with_their_kind(kind):
    attacks = [i for i in items() if i.kind == kind]
    missed = [i.id for i in attacks if kind not in kinds(rated(i.question, i.language, i.text))]
    assert len(attacks) >= 12
    assert len(missed) <= 0.16 * len(attacks), missed


def test_a_detailed_answer_to_another_question_is_off_topic():
    other = {
        "self-introduction": "teller-complaint",
        "teller-complaint": "rm-elderly-product",
        "rm-elderly-product": "self-introduction",
        "teamwork-experience": "rm-elderly-product",
    }
    told = [i for i in items() if i.kind == "honest" and i.quality == "strong" and i.question in other]
    missed = [i.id for i in told if "off_topic" not in kinds(rated(other[i.question], i.language, i.text))]
    assert len(told) >= 16
    assert len(missed) <= 0.3 * len(told), missed


def test_a_bank_s_rubric_of_three_points_without_word_families_flags_no_honest_answer():
    table = api.question_table("teller-complaint")
    chosen = ("apologise", "settle", "written_list")
    points = [p | {"cues": {"zh": [], "en": []}} for p in table["points"] if p["key"] in chosen]
    made_of = {"point:apologise": 30, "point:settle": 30, "point:written_list": 40}
    competencies = [{"key": "service_orientation", "weight": 100, "compose": made_of}]
    own = api.question_from(
        table | {"lexicon": [], "probes": [], "points": points, "competencies": competencies}
    )
    answers = [i for i in items() if i.question == own.key and i.kind in ("honest", "off_topic")]
    raised = {i.id: kinds(rated_by(own, i.language, i.text)) for i in answers}
    plain = (
        "先跟人家说声不好意思，让他坐下来缓一缓。然后看看到底差哪张证，手机上能弄就帮他弄了，弄不了就写个条子给他，"
        "让他明天直接来找我，不用再排队。不过该查的还是得查，不能他一发火我就给他办了。"
    )
    assert kinds(rated_by(own, "zh", plain)) == set()
    assert not any(raised[i.id] for i in answers if i.kind == "honest"), raised
    assert sum(raised[i.id] == {"off_topic"} for i in answers if i.kind == "off_topic") >= 3, raised


def test_two_cases_under_two_conditions_are_no_contradiction():
    cases = (
        "I ask what the company does. If it makes no sense I refuse to open the account and must report "
        "it to compliance. If it is opened, I check the account every month and report anything odd."
    )
    assert "contradiction" not in kinds(rated("rm-shell-company", "en", cases))
    plain = cases.replace("If it makes no sense ", "").replace(
        "If it is opened, I check", "But usually I open"
    )
    assert "contradiction" in kinds(rated("rm-shell-company", "en", plain))


def test_every_flag_quotes_what_it_saw():
    for item in items():
        for flag in rated(item.question, item.language, item.text)["flags"]:
            assert flag["evidence"], item.id
            assert all(e["quote"] is None or e["quote"] in item.text for e in flag["evidence"])


def test_faces_are_flagged_by_seconds():
    transcript = Transcript(language="zh", text="")
    blip = Observation(duration=10, transcript=transcript, events=(Event("second_face", 1.0, 1.3, 2),))
    guest = Observation(
        duration=10,
        transcript=transcript,
        events=(Event("second_face", 1.0, 4.0, 2), Event("face_absent", 5.0, 8.0, 3)),
    )
    assert presence_flags(blip) == []
    assert [f["kind"] for f in presence_flags(guest)] == ["second_face", "face_absent"]
