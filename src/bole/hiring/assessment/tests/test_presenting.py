import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import translation

from bole.hiring.assessment import pdf, rules
from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.bars import bar, side_of_cut
from bole.hiring.assessment.presenting.formats import clock, signed
from bole.hiring.assessment.presenting.report import Presenter
from bole.hiring.assessment.presenting.shapes import Page

FIXTURE = Path(__file__).parent / "fixtures" / "report.json"


@pytest.fixture
def body() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FIXTURE.read_text())
    return loaded


def page_of(body: dict[str, Any], language: str = "zh-hans") -> Page:
    with translation.override(language):
        return Presenter(body).page()


def test_every_number_has_its_sentence(body: dict[str, Any]) -> None:
    page = page_of(body)
    for competency in page.competencies:
        if competency.bar.known:
            assert competency.count, competency.key
            for chip in (*competency.chips, *competency.more):
                assert chip.ordinal
                assert chip.kind != "quote" or chip.number, chip


def test_the_heaviest_competency_stands_first_whatever_the_order_in_the_file(body: dict[str, Any]) -> None:
    keys = [c.key for c in page_of(body).competencies]
    body["competencies"].reverse()
    assert [c.key for c in page_of(body).competencies] == keys
    assert keys[0] == "service_orientation"


def test_marks_of_a_chip_hold_its_quote(body: dict[str, Any]) -> None:
    presenter = Presenter(body)
    page = page_of(body)
    for competency in page.competencies:
        for chip in competency.chips:
            answer = next(a for a in body["answers"] if a["ordinal"] == chip.ordinal)
            if chip.number is None:
                continue
            region = presenter.sets[answer["question_key"]][competency.key][chip.number - 1]
            assert chip.quote in answer["result"]["transcript"]["text"][region.begin : region.end]


def test_states_of_the_question_tabs(body: dict[str, Any]) -> None:
    states = {q.key: q.state for q in page_of(body).questions}
    assert states["risk-colleague-violation"] == "insufficient"
    assert states["rm-elderly-product"] == "ok"


def test_an_answer_whose_analysis_failed_is_named_and_has_no_score(body: dict[str, Any]) -> None:
    body["answers"][1]["result"] = {"error": {"code": "unreadable"}}
    body["feedback"]["insufficient"].append({"question_key": "teller-complaint", "reason": "unreadable"})
    page = page_of(body)
    question = page.questions[1]
    assert question.state == "insufficient"
    assert not question.sentences
    assert all(not measure.score for measure in question.measures)
    assert any(note.ordinal == 2 and "解码" in note.text for note in page.notes)


def test_a_blind_page_holds_nothing_the_machine_concluded(body: dict[str, Any]) -> None:
    page = page_of(rules.blinded(body))
    assert page.no_total
    assert not any(c.bar.known or c.chips or c.raise_text for c in page.competencies)
    assert not page.notes
    for question in page.questions:
        assert not question.counts
        assert not any(part.refs for sentence in question.sentences for part in sentence.parts)
        assert not any(sentence.label for sentence in question.sentences)
        assert not any(measure.score for measure in question.measures)
        assert question.state == "ok"


def test_typed_answers_have_words_and_no_times(body: dict[str, Any]) -> None:
    typed = page_of(body).questions[4]
    assert typed.kind == "typed"
    assert not typed.media
    assert typed.sentences
    assert not typed.gates
    chips = [c for m in typed.measures for c in m.chips]
    assert chips
    assert all(chip.at is None and not chip.playable and chip.where == "Q5" for chip in chips)


def test_both_languages(body: dict[str, Any]) -> None:
    assert page_of(body).competencies[0].label == "服务意识"
    english = page_of(body, "en")
    assert english.competencies[0].label == "Service orientation"
    assert english.questions[1].sentences[0].label in {"Problem", "Cause", "Action", "Result"}


def test_without_the_right_to_recordings_nothing_is_playable(body: dict[str, Any]) -> None:
    page = Presenter(body, may_play=False).page()
    assert not any(chip.playable for c in page.competencies for chip in c.chips)


def test_bars_and_sides() -> None:
    drawn = bar(81.7, 1.84, [78.1, 85.3], 75)
    assert (drawn.value, drawn.band_at, drawn.band_width) == ("81.70%", "78.10%", "7.20%")
    assert drawn.half == "3.6"
    assert not bar(None, cut=75).known
    assert side_of_cut(81.7, [78.1, 85.3], 75) == "above"
    assert side_of_cut(72.8, [69, 76.6], 75) == "across"
    assert side_of_cut(60, [55, 65], 75) == "below"
    assert (clock(91.9), signed(12.0), signed(-4.5), signed(0)) == ("1:31", "+12", "−4.5", "0")


def paper(body: dict[str, Any], name: str = "林小禾", *, only_summary: bool = False) -> bytes:
    stamp = datetime(2026, 11, 20, 8, tzinfo=UTC)
    sheet = pdf.Sheet("云杉银行", "C-1 / 1", name, ("综合柜员", "临江分行"), "何倩", "11 月 20 日", stamp)
    with translation.override("zh-hans"):
        return pdf.render(
            Presenter(body).page(),
            sheet,
            [pdf.Reviewed("周明远", "盲评", "80.0", "好 #panic()")],
            only_summary=only_summary,
        )


def text_of(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    try:
        return [document[i].get_textpage().get_text_bounded() for i in range(len(document))]
    finally:
        document.close()


def test_the_paper_has_head_hash_pages_and_bracketed_evidence(body: dict[str, Any]) -> None:
    pages = text_of(paper(body))
    assert len(pages) >= 2
    for number, text in enumerate(pages, start=1):
        assert body["provenance"]["hash"] in text.replace("\r\n", "").replace("\n", "")
        assert f"{number} / {len(pages)}" in text
        assert "云杉银行" in text
        assert "何倩" in text
    assert "[Q2 0:" in pages[0]
    assert "周明远" in "".join(pages)


def test_words_of_a_candidate_never_become_markup(body: dict[str, Any]) -> None:
    hostile = '#panic("x") $1/0$ #import "@preview/x:1.0.0" \\ ] #[ *b*'
    body["answers"][1]["prompt"]["zh"] = hostile
    body["competencies"][0]["evidence"][0]["quote"] = hostile
    text = "".join(text_of(paper(body, name=hostile)))
    assert text.count('#panic("x")') >= 3


def test_the_same_report_prints_the_same_bytes(body: dict[str, Any]) -> None:
    assert paper(body) == paper(body)


def test_a_channel_the_candidate_keeps_back_is_named_and_is_no_fault(body: dict[str, Any]) -> None:
    for answer in body["answers"]:
        for name in ("face", "body"):
            answer["result"]["quality"][name] = {"ok": False, "reasons": ["not_requested"]}
    never_asked = Presenter(body).page().questions[0]
    kept_back = Presenter(body, withheld={"face": "taken back"}).page().questions[0]
    assert not [gate for gate in never_asked.gates if gate.withheld]
    assert [gate.reasons for gate in kept_back.gates if gate.withheld] == ["taken back"]
    assert len(kept_back.gates) == len(never_asked.gates) + 1


def test_the_first_page_is_a_summary_that_also_comes_alone(body: dict[str, Any]) -> None:
    crowded = copy.deepcopy(body)
    one = crowded["competencies"][0]
    long = {"zh": "客户资金与账户安全意识及主动提示能力", "en": "Awareness of the safety of customers' money"}
    crowded["competencies"] = [
        {**one, "competency": f"c{n}", "label": long, "weight": 12.5} for n in range(8)
    ]
    crowded["flags"] = [{**f, "kind": kind} for f in crowded["flags"][:1] for kind in words.FLAGS]
    for shown in (body, crowded):
        alone, whole = text_of(paper(shown, only_summary=True)), text_of(paper(shown))
        assert len(alone) == 1
        assert len(whole) > 2
        assert [label["label"]["zh"] in whole[0] for label in shown["competencies"]].count(False) == 0
        assert "决定" in alone[0]
        assert str(shown["total"]) in alone[0]
    first = Presenter(body).page().competencies[0]
    assert first.chips[0].quote[:12] in "".join(whole[0].split())


def test_the_paper_says_what_is_missing_and_who_rated(body: dict[str, Any]) -> None:
    page = page_of(body)
    told = "".join("".join(text_of(paper(body))).split())
    missing = [text for c in page.competencies for text in c.missing]
    assert missing
    assert all("".join(text.split()) in told for text in missing)
    assert told.count("书面规则") >= sum(c.bar.known for c in page.competencies) > 0


def test_a_scene_stands_inside_its_competency_on_the_page_and_on_paper(body: dict[str, Any]) -> None:
    answer = next(
        a
        for a in body["answers"]
        if any(r["competency"] == "service_orientation" for r in a["result"].get("ratings", ()))
    )
    scene = {"key": "service_scene", "label": {"zh": "服务场景模拟", "en": "Service scene"}}
    scene |= {"within": "service_orientation", "question": answer["question_key"]}
    body["portrait"]["exercises"] = [scene]
    page = page_of(body, "en")
    told = {c.key: c.scenes for c in page.competencies if c.scenes}
    assert list(told) == ["service_orientation"]
    rated = {r["competency"]: r["score"] for r in answer["result"]["ratings"]}
    assert told["service_orientation"][0].endswith(f"in it alone: {rated['service_orientation']:g}.")
    assert f"“Service scene” (question {answer['ordinal']})" in told["service_orientation"][0]
    assert page_of(rules.blinded(body), "en").competencies[0].scenes[0].endswith("in it alone: –.")
    assert f"练习“服务场景模拟”(第{answer['ordinal']}题)" in "".join(
        "".join(text_of(paper(body))).split()
    ).translate(str.maketrans("（）", "()"))
