from typing import Any

from bole.hiring.assessment.presenting import marks

TEXT = "我先道歉。我会道歉，再给办法。最后回访。"


def quote(text: str, start: float | None = None, end: float | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "quote", "quote": text, "start": start, "end": end, **more}


def test_overlapping_quotes_become_one_region_and_others_follow() -> None:
    found = marks.regions(
        TEXT, [quote("再给办法", 5, 6), quote("我会道歉，再给", 3, 5.5), quote("回访", 9, 10)]
    )
    assert [(r.number, TEXT[r.begin : r.end], r.start, r.stop) for r in found] == [
        (1, "我会道歉，再给办法", 3, 6),
        (2, "回访", 9, 10),
    ]


def test_a_repeated_quote_is_found_by_its_offset_else_by_its_time() -> None:
    times = [(0, 0.5), (5, 4.0)]
    assert marks.locate(TEXT, quote("道歉", offset=7)) == 7
    assert marks.locate(TEXT, quote("道歉", start=4.2), times) == 7
    assert marks.locate(TEXT, quote("道歉", start=0.6), times) == 2
    assert marks.locate(TEXT, quote("道歉", offset=3)) == 2  # a wrong offset is not believed
    assert marks.locate(TEXT, quote("没有说过")) == -1


def test_what_is_not_in_the_words_is_not_marked() -> None:
    assert marks.regions(TEXT, [quote("没有说过"), {"kind": "absence", "quote": None}]) == []


def test_sentences_are_cut_at_every_border_and_lose_no_character() -> None:
    sets = {
        "a": marks.regions(TEXT, [quote("道歉。我会"), quote("回访")]),
        "b": marks.regions(TEXT, [quote("会道歉，再")]),
    }
    sentences = ["我先道歉。", "我会道歉，再给办法。", "最后回访。"]
    places = marks.sentence_offsets(TEXT, sentences)
    cut = [marks.cut(s, begin, sets) for s, (begin, _) in zip(sentences, places, strict=True)]
    assert ["".join(part.text for part in parts) for parts in cut] == sentences
    assert [(p.text, p.refs) for p in cut[0]] == [("我先", ""), ("道歉。", "a:1")]
    assert [(p.text, p.refs) for p in cut[1]] == [
        ("我", "a:1"),
        ("会", "a:1! b:1"),
        ("道歉，再", "b:1!"),
        ("给办法。", ""),
    ]


def test_a_sentence_that_is_not_verbatim_stays_whole() -> None:
    assert marks.sentence_offsets(TEXT, ["别的话"]) == [(-1, -1)]
    assert marks.cut("别的话", -1, {}) == [marks.Part("别的话")]
