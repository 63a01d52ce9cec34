"""The rater against the labelled clauses: what was measured stays, and the page says it."""

import pytest

from bole.measurement.labelling import measuring
from bole.measurement.labelling.agreement import agreement
from bole.measurement.labelling.measuring import Judged, figures, judged, macro_f1, part_of
from bole.measurement.labelling.sets import Answer, LabelSet


@pytest.fixture(scope="module")
def rows():
    labelled = measuring.shipped()
    return list(judged(labelled, *labelled.by.values()))


def test_the_rater_keeps_to_its_floor_on_questions_held_out(rows):
    held = [r for r in rows if part_of(r.question) == "held out"]
    labels = measuring.shipped().labels
    assert len(held) > 300
    assert macro_f1(held, labels) >= 0.60
    assert macro_f1(held, labels, strict=True) >= 0.49
    assert figures(held, "measure").f1 >= 0.77


def test_steps_are_recognised_better_than_by_one_label_for_all(rows):
    labels = measuring.shipped().labels
    always = [Judged(r.answer, r.question, r.language, r.truth, "measure", "none") for r in rows]
    assert macro_f1(rows, labels, strict=True) > 2 * macro_f1(always, labels, strict=True)


def test_only_agreed_clauses_are_judged(rows):
    labelled = measuring.shipped()
    found = agreement(labelled, *labelled.by.values())
    assert len(rows) == found.clauses - len(found.disputes)


def test_the_page_says_what_is_measured():
    labelled = measuring.shipped()
    text = measuring.page().read_text(encoding="utf-8")
    assert measuring.with_tables(text, measuring.tables(labelled, *labelled.by.values())) == text


def test_a_second_label_counts_when_it_is_a_step_and_right():
    one = Judged("a", "q", "en", "cause", "measure", "cause")
    assert one.found == "cause"
    assert Judged("a", "q", "en", "cause", "measure", "result").found == "measure"
    assert Judged("a", "q", "en", "none", "measure", "none").found == "measure"
    assert figures([one], "cause").recall == 1.0
    assert figures([one], "cause", strict=True).recall == 0.0


def test_precision_and_recall_by_hand():
    said = [("cause", "cause"), ("cause", "measure"), ("measure", "cause"), ("none", "cause")]
    found = figures([Judged("a", "q", "en", t, f, "none") for t, f in said], "cause")
    assert (found.clauses, found.precision, found.recall) == (2, pytest.approx(1 / 3), 0.5)
    assert found.f1 == pytest.approx(0.4)


def test_macro_f1_is_the_mean_of_the_labels_own(rows):
    labels = measuring.shipped().labels
    for strict in (False, True):
        own = [figures(rows, label, strict=strict).f1 for label in labels]
        assert macro_f1(rows, labels, strict=strict) == pytest.approx(sum(own) / len(own))
    low, high = measuring.interval(rows, labels)
    assert low < macro_f1(rows, labels) < high


def test_kappa_is_drawn_over_answers_and_counts_what_is_open():
    answers = tuple(Answer(str(i), "q", "en", "ab", ((0, 1), (1, 2))) for i in range(40))
    labelled = LabelSet("k", ("x", "y"), answers, {})
    first = {c: "x" if c[1] else "y" for c in labelled.clauses}
    second = {c: "x" if int(c[0]) % 4 == 0 else first[c] for c in labelled.clauses if c[0] != "39"}
    found = agreement(labelled, first, second)
    assert (found.clauses, found.open, len(found.disputes)) == (78, 2, 10)
    assert found.kappa.value == pytest.approx((68 / 78 - 0.5) / 0.5)
    assert found.kappa.low < found.kappa.value < found.kappa.high < 1
    assert found.of("y") == pytest.approx(2 * 29 / (39 + 29))
    assert agreement(labelled, first, {}).kappa.value is None
