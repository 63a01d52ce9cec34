"""What must hold for any text."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.kernel.answers import Event, Observation, Segment, Span, Transcript, Voice
from bole.measurement import api
from bole.measurement.tests.material import items
from bole.measurement.tests.rating import rated, scores

STRONG = [i for i in items() if i.quality == "strong"]
CLAUSES = [c for i in items() if i.language == "zh" for c in i.text.split("，") if len(c) > 3]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(CLAUSES), st.text(max_size=20)), min_size=1, max_size=14),
    st.sampled_from(
        [
            "teller-complaint",
            "rm-elderly-product",
            "risk-colleague-violation",
            "teamwork-experience",
            "self-introduction",
        ]
    ),
)
def test_points_add_up_and_quotes_are_verbatim(clauses, question):
    text = "，".join(clauses)
    for rating in rated(question, "zh", text)["ratings"]:
        if rating["score"] is None:
            assert rating["level"] is None
            assert rating["reason"] in ("not_assessed", "insufficient_data")
            continue
        assert 0 <= rating["score"] <= 100
        assert abs(rating["score"] - 100 * (rating["level"] - 1) / 4) < 0.06
        assert abs(sum(e["points"] for e in rating["evidence"]) - rating["score"]) <= 0.1
        for row in rating["evidence"]:
            assert (row["quote"] is None) == (row["kind"] == "absence")
            assert row["quote"] is None or row["quote"] in text


@pytest.mark.parametrize("item", STRONG[:6], ids=lambda i: i.id)
def test_saying_it_again_raises_nothing(item):
    once = scores(rated(item.question, item.language, item.text))
    twice = scores(rated(item.question, item.language, item.text + " " + item.text))
    for key in ("coverage", "relevance", "specificity", "compliance"):
        assert once[key] is None or twice[key] <= once[key] + 0.5, key


def test_padding_gains_no_more_than_an_attack_may():
    """Limits of the attack list: 3 points on average, 8 at most."""
    gains = []
    for item in [i for i in items() if i.quality == "medium"][:8]:
        padding = next(i.text for i in items("off_topic") if i.language == item.language)
        once = scores(rated(item.question, item.language, item.text))
        padded = scores(rated(item.question, item.language, item.text + " " + padding))
        gains += [padded[key] - once[key] for key in ("coverage", "relevance", "specificity", "structure")]
    assert sum(gains) / len(gains) <= 3
    assert max(gains) <= 8


def _spoken(item, **changes):
    text = item.text
    return Observation(
        duration=60.0,
        transcript=Transcript(language=item.language, text=text, segments=(Segment(text, 0.5, 59.0, 0),)),
        speech=(Span(0.5, 59.0),),
        **changes,
    )


def test_face_and_voice_change_no_content_score():
    item = STRONG[0]
    lively = _spoken(
        item,
        events=(Event("smile", 1.0, 3.0, 0.7), Event("nod", 4.0, 5.0, 2)),
        voice=Voice(4.5, 3.0, -20.0, 0.1),
    )
    frozen = _spoken(item, voice=Voice(4.5, 0.1, -40.0, 0.1))
    assert api.assess(item.question, lively)["ratings"] == api.assess(item.question, frozen)["ratings"]


def test_sensitivity_is_never_a_constant():
    errors = {
        r["sem"]
        for r in api.assess(STRONG[1].question, _spoken(STRONG[1]))["ratings"]
        if r["sem"] is not None
    }
    assert len(errors) >= 3


def test_same_bytes_in_any_company_and_in_another_process():
    first, second = STRONG[0], STRONG[3]
    alone = api.assess(first.question, _spoken(first))["provenance"]["hash"]
    api.assess(second.question, _spoken(second))
    assert api.assess(first.question, _spoken(first))["provenance"]["hash"] == alone
    script = (
        "from bole.measurement.tests.test_properties import STRONG, _spoken\n"
        "from bole.measurement import api\n"
        "api.assess(STRONG[3].question, _spoken(STRONG[3]))\n"
        "print(api.assess(STRONG[0].question, _spoken(STRONG[0]))['provenance']['hash'])"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == alone
