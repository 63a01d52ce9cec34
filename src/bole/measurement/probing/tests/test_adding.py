"""A probe's answer is read with the answer it adds to; nothing of the two is mixed up."""

from dataclasses import replace

import pytest

from bole.kernel.answers import ChannelQuality, Observation, Segment, Span, Transcript
from bole.measurement import api
from bole.measurement.probing.adding import joined
from bole.measurement.reporting.additions import compared, counted, flags_of

THIN = "我们团队合作得很好，大家互相帮助，最后完成了任务，领导也很满意。"
MORE = "我负责的是对账表，去年十月我每天下班前自己核对三百户，发现十二处错误，当天改完，比计划提前两天。"


def heard(text, seconds=20.0, ok=True):
    return Observation(
        duration=seconds,
        transcript=Transcript("zh", text, (Segment(text, 0.5, seconds - 0.5, 0),)),
        speech=(Span(0.5, seconds - 0.5),),
        quality={"speech": ChannelQuality(ok, () if ok else ("too_quiet",))},
    )


def test_the_addition_follows_the_answer_in_words_and_time():
    both = joined(heard(THIN), heard(MORE, 12.0))
    assert both.transcript.text == f"{THIN}\n{MORE}"
    assert (both.duration, both.speech[-1], both.joints) == (32.0, Span(20.5, 31.5), (20.0,))
    for segment in both.transcript.segments:
        assert both.transcript.text[segment.offset :].startswith(segment.text)


def test_an_addition_nobody_could_hear_changes_nothing():
    assert joined(heard(THIN), heard(MORE, ok=False)) == heard(THIN)
    assert joined(heard(THIN), replace(heard(MORE), transcript=Transcript("zh", "  "))) == heard(THIN)


@pytest.fixture(scope="module")
def cards():
    def rate(text):
        return api.assess_addition(
            "teamwork-experience", heard(THIN), heard(text, 12.0), sensitivity=False, input_sha256="a"
        )

    return api.assess("teamwork-experience", heard(THIN), sensitivity=False), rate(MORE), rate(THIN)


def test_evidence_says_in_which_of_the_two_it_stands(cards):
    alone, card, _ = cards
    assert card["transcript"]["text"] == MORE
    assert card["duration"] == 12.0
    rows = [row for rating in card["ratings"] for row in rating["evidence"] if row["quote"]]
    assert {row["of"] for row in rows} == {"answer", "addition"}
    for row in rows:
        text = MORE if row["of"] == "addition" else THIN
        assert text[row["offset"] :].startswith(row["quote"])
        assert 0 <= row["start"] <= row["end"] <= (12.0 if row["of"] == "addition" else 20.0)
    assert card["provenance"]["rubric_sha256"] == alone["provenance"]["rubric_sha256"]
    assert card["provenance"]["hash"] != alone["provenance"]["hash"]


def answers(alone, probe=None, **more):
    rows = [{"question_key": "teamwork-experience", "ordinal": 1, "kind": "video", "result": alone}]
    if probe:
        about = {
            "part": "probe",
            "parent_key": "teamwork-experience",
            "question_key": "probe-1",
            "ordinal": 2,
        }
        rows.append({**about, "kind": "video", "result": probe, **more})
    return rows


PORTRAIT = {
    "key": "nobody", "version": 1, "pass_mark": 60, "weights": {"teamwork": 70, "responsibility": 30},
    "labels": {"teamwork": {"zh": "协作", "en": "Teamwork"}, "responsibility": {"zh": "负责", "en": "Duty"}},
}  # fmt: skip


def compiled(rows, probes=None):
    return api.report(
        portrait=PORTRAIT, guide={"key": "g", "version": 1, "sha256": "0"}, answers=rows, law="default",
        language="zh", probes=probes,
    )  # fmt: skip


ASKED = {"outcome": "asked", "maximum": 2, "asked": []}


def test_a_report_shows_the_scores_with_and_without_the_probe(cards):
    alone, card, _ = cards
    before, after = compiled(answers(alone)), compiled(answers(alone, card), ASKED)
    assert after["total"] > before["total"]
    beside = after["additions"]["probes"]
    assert beside["total_without"] == before["total"]
    assert beside["scores_without"] == {c["competency"]: c["score"] for c in before["competencies"]}
    quoted = {e["question_key"] for c in after["competencies"] for e in c["evidence"] if e["quote"]}
    assert quoted == {"teamwork-experience", "probe-1"}


def test_who_was_asked_and_said_nothing_scores_like_who_was_not_asked(cards):
    alone, _, _ = cards
    never = compiled(answers(alone), {"outcome": "none", "maximum": 2, "asked": []})
    declined = compiled(answers(alone), {**ASKED, "asked": [{"key": "probe-1", "state": "declined"}]})
    for part in ("competencies", "total", "total_sem", "recommendation", "feedback", "review_reasons"):
        assert declined[part] == never[part]


def test_saying_the_same_once_more_takes_nothing_away(cards):
    alone, _, again = cards
    merged = counted(answers(alone, again))[0]["result"]["ratings"]
    scores = {r["competency"]: r["score"] for r in alone["ratings"]}
    assert all(r["score"] is None or r["score"] >= scores[r["competency"]] for r in merged)
    assert len(counted(answers(alone, again))) == 1


def rating(score, *rows):
    evidence = [{"kind": "quote", "quote": "x", "points": points, "of": of} for points, of in rows]
    return {"competency": "teamwork", "kind": "competency", "score": score, "evidence": evidence}


@pytest.mark.parametrize(
    ("alone", "both", "expected"),
    [
        (rating(50.0), rating(60.0), 60.0),
        (rating(50.0), rating(40.0, (40.0, "addition")), 50.0),
        (rating(50.0), rating(40.0, (70.0, "answer"), (-30.0, "addition")), 40.0),
        (rating(50.0), rating(40.0, (70.0, "addition"), (-30.0, "answer")), 50.0),
        (rating(None), rating(40.0), 40.0),
        (rating(50.0), rating(None), 50.0),
    ],
)
def test_the_better_of_both_counts_but_for_a_breach_in_the_addition(alone, both, expected):
    rows = answers({"ratings": [alone]}, {"ratings": [both]})
    assert counted(rows)[0]["result"]["ratings"][0]["score"] == expected


def test_a_probe_whose_analysis_failed_leaves_the_answer_alone(cards):
    alone, _, _ = cards
    rows = answers(alone, {"error": {"code": "no_audio"}})
    assert counted(rows) == [rows[0]]


def test_a_flag_of_the_answer_is_not_raised_again_by_the_addition():
    flag = {"kind": "repetition", "evidence": []}
    rows = answers(
        {"ratings": [], "flags": [flag]}, {"ratings": [], "flags": [flag, {**flag, "kind": "template"}]}
    )
    assert [(f["question_key"], f["kind"]) for f in flags_of(rows)] == [
        ("teamwork-experience", "repetition"),
        ("probe-1", "template"),
    ]


def test_personalised_answers_count_and_the_report_says_what_it_would_be_without(cards):
    alone, _, _ = cards
    strong = api.assess_typed("teamwork-experience", MORE, "zh")
    rows = [*answers(alone), {"question_key": "personal-1", "ordinal": 2, "kind": "typed", "part": "personal",
                              "result": strong}]  # fmt: skip
    with_it, without = compiled(rows), compiled(answers(alone))
    assert with_it["total"] != without["total"]
    assert with_it["additions"]["personal"]["total_without"] == without["total"]
    assert with_it["additions"]["personal"]["question_keys"] == ["personal-1"]
    assert compared(answers(alone), PORTRAIT, None) == {}
    assert "additions" not in without


def test_a_probe_that_was_withheld_asks_for_a_person(cards):
    alone, _, _ = cards
    report = compiled(answers(alone), {"outcome": "withheld", "maximum": 2, "asked": []})
    assert "probe_withheld" in report["review_reasons"]
    assert report["needs_review"]
