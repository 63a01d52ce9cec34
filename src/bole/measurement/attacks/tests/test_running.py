"""Gains, limits and pages, with a rater whose every score is known."""

import json
import math

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement import api
from bole.measurement.attacks import figures, page, raters, running, writing
from bole.measurement.attacks.families import FAMILIES
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.raters import Verdict
from bole.measurement.attacks.targets import Honest, load_honest, targets
from bole.measurement.frameworks.schema import Both

QUESTION = api.load_question("teller-complaint")
OTHER = api.load_question("rm-elderly-product")
HONEST = (
    Honest("w", "teller-complaint", "zh", "weak", "10"),
    Honest("m", "teller-complaint", "zh", "medium", "30"),
    Honest("s", "teller-complaint", "zh", "strong", "90"),
    Honest("u", "teller-complaint", "zh", "", "50!"),
)


def rate(target, text):
    """The number in the text is the score; ! raises a flag, ? gives no score."""
    digits = "".join(c for c in text if c.isdigit())
    return Verdict(None if "?" in text else float(digits), ("repetition",) if "!" in text else ())


def family(*attacks, key="f", basis="weak"):
    both = Both("名", "<name>")
    return Family(key, both, both, lambda target, chance: iter(attacks), basis)


def ran(*families, questions=(QUESTION,), honest=HONEST, **more):
    return running.run(rate, targets(questions, honest, ("zh",)), families, **more)


def test_a_gain_counts_from_weak_and_middling_answers():
    outcome = ran(family(Attack("25")))
    assert outcome.outcomes[0].before == running.Baseline(20.0, 2, own=True)
    assert outcome.outcomes[0].gain == pytest.approx(5)
    assert outcome.outcomes[0].host_gain is None


def test_what_doctors_a_good_answer_is_held_against_it():
    outcome = ran(family(Attack("85", host="90"), basis="host")).outcomes[0]
    assert (outcome.gain, outcome.host_gain, outcome.judged) == (65, -5, -5)


def test_a_question_without_answers_takes_the_mean_of_the_language():
    found = ran(family(Attack("25")), questions=(QUESTION, OTHER), chosen=frozenset({OTHER.key}))
    assert [o.target.key for o in found.outcomes] == [OTHER.key]
    assert found.outcomes[0].before == running.Baseline(20.0, 2, own=False)


def test_without_any_honest_answer_there_is_nothing_to_compare_with():
    with pytest.raises(InvalidError) as error:
        ran(family(Attack("1")), honest=HONEST[2:])
    assert error.value.code == "no_baseline"


def test_no_score_is_not_a_zero():
    found = figures.figures(ran(family(Attack("40"), Attack("0?"))))
    assert (found.attacks, found.scored, found.mean) == (2, 1, 20)


def test_limits_are_missed_by_what_is_over_them_and_kept_by_what_is_on_them():
    on = figures.figures(ran(family(Attack("23")), family(*[Attack("17")] * 9, key="g")))
    assert on.mean <= 0
    assert on.limits == {"mean_gain": True, "families": True, "tail": True, "false_alarms": False}
    over = figures.figures(ran(family(Attack("24"))))
    assert over.limits["families"] is False
    assert over.limits["mean_gain"] is False
    assert figures.figures(ran(family(Attack("29")))).limits["tail"] is False


def test_honest_answers_of_every_quality_count_for_false_alarms():
    found = figures.figures(ran(family(Attack("1"))))
    assert (found.false_alarms.hits, found.false_alarms.n, found.accused) == (1, 4, ("u",))


def test_too_short_accuses_nobody():
    assert not figures.suspicious(["too_short"])
    assert figures.suspicious(["too_short", "off_topic"])


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 62, 0.0, 0.0583), (5, 50, 0.0435, 0.2136)])
def test_wilson_against_published_values(hits, n, low, high):
    share = figures.wilson(hits, n)
    assert (share.low, share.high) == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


def test_wilson_of_nothing_says_nothing():
    assert (figures.wilson(0, 0).low, figures.wilson(0, 0).high) == (0, 1)


def test_percentile():
    assert figures.percentile_95([float(i) for i in range(101)]) == 95
    assert figures.percentile_95([7.0]) == 7


def written(*families):
    found = ran(*families)
    return writing.Written("a<b", targets([QUESTION], HONEST, ("zh",)), found, figures.figures(found))


def test_json_holds_every_attack_with_its_scores():
    document = json.loads(json.dumps(writing.to_json(written(family(Attack("25", host="10"), Attack("0?"))))))
    first, second = document["attacks"]
    assert (first["before"], first["host"], first["after"], first["gain"]) == (20.0, 10.0, 25.0, 5.0)
    assert (second["after"], second["gain"]) == (None, None)
    assert document["limits"]["families"] == {"over": ["f"], "limit": 3.0, "kept": False}
    assert document["questions"] == {QUESTION.key: QUESTION.sha256}


def test_the_page_escapes_what_it_shows_and_needs_nothing_from_outside():
    text = page.to_html(written(family(Attack("25<script>"))))
    assert "<script" not in text
    assert "25&lt;script&gt;" in text
    assert "a&lt;b" in text
    assert "&lt;name&gt;" in text
    assert "http" not in text
    assert "$" not in text


def test_a_family_without_any_score_has_dashes():
    row = page.to_html(written(family(Attack("25")), family(Attack("0?"), key="g")))
    assert row.count('<td class="n">—</td>') >= 3


def test_the_table_says_which_limit_is_missed():
    said = "\n".join(writing.lines(written(family(Attack("25"))).figures))
    assert "MISSED mean gain +5.0" in said
    assert "MISSED 1 of 1 families" in said


def test_a_rater_of_ones_own_is_asked_with_one_wording_of_each_point():
    seen = []

    def door(question, points, answer, language="zh"):
        seen.append((question, len(points), answer, language))
        return {"score": 0.25, "flags": ["x"]}

    aimed = targets([QUESTION], HONEST, ("en",))[0]
    assert raters.through(door)(aimed, "hello") == Verdict(25.0, ("x",))
    assert seen == [(QUESTION.prompt("en"), len(QUESTION.points), "hello", "en")]


@pytest.mark.parametrize("score", [1.2, -0.1, math.nan])
def test_a_rater_outside_its_scale_is_refused(score):
    with pytest.raises(InvalidError) as error:
        raters.through(lambda *a, **k: {"score": score, "flags": []})(
            targets([QUESTION], HONEST, ("zh",))[0], "x"
        )
    assert error.value.code == "rater_out_of_range"


@pytest.mark.parametrize("door", [lambda text: 1.0, lambda *a, **k: 0.5, lambda *a, **k: {"score": 0.5}])
def test_what_is_no_rater_is_refused_in_a_sentence(door):
    with pytest.raises(InvalidError, match="score\\(question") as error:
        raters.through(door)(targets([QUESTION], HONEST, ("zh",))[0], "x")
    assert error.value.code == "not_a_rater"


@pytest.mark.parametrize("name", ["", "nothing", "no.such.module:score", "math:nothing"])
def test_unknown_raters_are_named(name):
    with pytest.raises(InvalidError) as error:
        raters.named(name)
    assert error.value.code == "no_rater"


def test_the_packaged_material_has_a_baseline_for_every_first_question():
    honest = load_honest()
    assert {"weak", "medium", "strong"} <= {answer.quality for answer in honest}
    assert all(answer.text for answer in honest)
    assert len({answer.id for answer in honest}) == len(honest)


def test_a_folder_without_answers_is_refused(tmp_path):
    with pytest.raises(InvalidError) as error:
        load_honest(tmp_path)
    assert error.value.code == "no_material"


def test_families_have_both_languages():
    assert all(f.label.zh and f.label.en and f.what.zh and f.what.en for f in FAMILIES)


def test_tables_for_documentation_mark_what_is_over():
    text = writing.markdown(written(family(Attack("25")), family(Attack("5"), key="g")).figures)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[1].startswith("| **over** <name> (`f`) | 1 | 20.0 | 25.0 | +5.0 |")
    assert rows[2].startswith("| <name> (`g`) | 1 | 20.0 | 5.0 | -15.0 |")
