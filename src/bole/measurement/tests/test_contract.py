"""The analyse object, its schema, its hash; rubrics that are refused; the report of an interview."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
import rfc8785

from bole.kernel.answers import ChannelQuality, Event, Observation, Transcript, Voice
from bole.kernel.errors import InvalidError
from bole.measurement import api
from bole.measurement.frameworks.loading import library_dir
from bole.measurement.tests.material import items
from bole.measurement.tests.rating import rated

SCHEMA = json.loads(
    (Path(__file__).parents[4] / "docs" / "reference" / "analyse.schema.json").read_text(encoding="utf-8")
)
CRITERIA = [
    "structure",
    "coverage",
    "relevance",
    "specificity",
    "compliance",
    "customer_orientation",
    "fluency",
]


def test_output_matches_the_published_schema():
    cards = [{"file": i.id, **rated(i.question, i.language, i.text)} for i in items()]
    jsonschema.validate(
        [*cards, {"file": "x.webm", "error": {"code": "unreadable", "message": "no container"}}], SCHEMA
    )


def test_hash_covers_the_results():
    item = items("honest_zh")[0]
    card = dict(rated(item.question, item.language, item.text))
    body = {k: v for k, v in card.items() if k != "cpu_seconds"}
    body["provenance"] = {k: v for k, v in card["provenance"].items() if k != "hash"}
    assert hashlib.sha256(rfc8785.dumps(body)).hexdigest() == card["provenance"]["hash"]
    assert [r["competency"] for r in card["ratings"] if r["kind"] == "criterion"] == CRITERIA


def test_bad_speech_is_insufficient_and_not_low():
    noisy = Observation(
        duration=30,
        transcript=Transcript(language="zh", text="我会先向客户道歉然后看看缺什么材料"),
        quality={"speech": ChannelQuality(False, ("no_speech",))},
    )
    card = api.assess("teller-complaint", noisy)
    assert {r["reason"] for r in card["ratings"]} == {"insufficient_data"}
    assert card["total"] is None
    assert card["total_missing_weight"] == 100


def test_silence_is_flagged_and_not_rated():
    card = api.assess(
        "teller-complaint", Observation(duration=30, transcript=Transcript(language="zh", text=""))
    )
    assert [f["kind"] for f in card["flags"]] == ["too_short"]
    assert card["total"] is None


def test_eu_has_no_affect():
    seen = Observation(
        duration=9,
        transcript=Transcript(language="zh", text="好"),
        events=(Event("smile", 1, 2, 0.5), Event("nod", 3, 4, 2)),
        voice=Voice(4, 2, -20, 0.1),
    )
    card = api.assess("teller-complaint", seen, law="eu")
    assert [e["kind"] for e in card["events"]] == ["nod"]
    assert set(card["voice"]) == {"rate_cps", "pause_share"}


def test_keyword_counts_equal_a_count_by_hand():
    item = items("honest_zh")[0]
    for row in rated(item.question, item.language, item.text)["keywords"]:
        assert row["exact"] == item.text.count(row["term"])


@pytest.mark.parametrize("key", api.question_keys())
def test_shipped_questions_are_complete(key):
    question = api.load_question(key)
    assert question.languages == ("zh", "en")
    assert sum(c.weight for c in question.competencies) == 100
    for point in question.points:
        assert min(len(point.phrasings[language]) for language in ("zh", "en")) >= 8


def test_unknown_keys_are_errors(tmp_path):
    good = (library_dir() / "questions" / "teller-complaint.toml").read_text(encoding="utf-8")
    bad = tmp_path / "q.toml"
    bad.write_text(good.replace("think_seconds", "thinking_seconds"), encoding="utf-8")
    with pytest.raises(api.RubricError):
        api.load_question(bad)
    bad.write_text('colour = "red"\n' + good, encoding="utf-8")
    with pytest.raises(api.RubricError, match="unknown keys"):
        api.load_question(bad)
    with pytest.raises(api.RubricError) as error:
        api.load_question("no-such-question")
    assert error.value.code == "unknown_question"


def _portrait(**weights):
    labels = {k: {"zh": k, "en": k} for k in weights}
    return {"key": "t", "version": 1, "pass_mark": 60, "weights": weights, "labels": labels}


def _answer(item, ordinal):
    return {
        "question_key": item.question,
        "ordinal": ordinal,
        "answer_id": item.id,
        "kind": "typed",
        "prompt": {"zh": "", "en": ""},
        "result": rated(item.question, item.language, item.text),
    }


def _report(answers, **weights):
    guide = {"key": "g", "version": 1, "sha256": ""}
    return api.report(
        portrait=_portrait(**weights), guide=guide, answers=answers, law="default", language="zh"
    )


def test_report_averages_levels_and_seals():
    chosen = [
        next(i for i in items("honest_zh") if i.question == q and i.quality == "strong")
        for q in ("teller-complaint", "teamwork-experience")
    ]
    report = _report([_answer(i, n) for n, i in enumerate(chosen)], service_orientation=60, communication=40)
    cards = {c["competency"]: c for c in report["competencies"]}
    own = [
        r["score"]
        for a in report["answers"]
        for r in a["result"]["ratings"]
        if r["competency"] == "communication"
    ]
    assert cards["communication"]["score"] == pytest.approx(sum(own) / 2, abs=0.06)
    assert sum(e["points"] for e in cards["communication"]["evidence"]) == pytest.approx(
        cards["communication"]["score"], abs=0.1
    )
    assert report["total"] == pytest.approx(
        0.6 * cards["service_orientation"]["score"] + 0.4 * cards["communication"]["score"], abs=0.1
    )
    assert len(report["provenance"]["hash"]) == 64


def test_report_without_enough_weight_has_no_total_and_holds():
    item = next(i for i in items("honest_zh") if i.question == "teller-complaint")
    report = _report([_answer(item, 0)], service_orientation=60, teamwork=40)
    assert report["total"] is None
    assert report["recommendation"]["outcome"] == "hold"
    assert "missing_competency" in report["review_reasons"]


def test_flags_hold_but_do_not_change_the_score():
    item = next(i for i in items("contradiction") if i.id == "con-zh-1")
    report = _report([_answer(item, 0)], service_orientation=100)
    assert report["recommendation"]["outcome"] == "hold"
    assert report["flags"][0]["question_key"] == item.question
    assert report["total"] is not None


def test_weights_must_be_a_hundred():
    with pytest.raises(InvalidError):
        _report([], communication=90)
