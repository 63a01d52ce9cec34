"""Worked examples somebody printed."""

import math

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement.reliability import consistency, estimates
from bole.measurement.reliability.generalizability import decide, one_facet, two_facets
from bole.measurement.reliability.intraclass import Form, icc
from bole.measurement.reliability.kappa import cohen_kappa
from bole.measurement.reliability.krippendorff import Metric, krippendorff_alpha
from bole.measurement.reliability.limits import bland_altman
from bole.measurement.reliability.within import within_error

# Shrout & Fleiss 1979, table 2: six people, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C: four observers, twelve units.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Bland & Altman 1986, table 1: peak flow by the large and the mini meter.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


@pytest.mark.parametrize(
    ("form", "printed"),
    [("1,1", 0.17), ("2,1", 0.29), ("3,1", 0.71), ("1,k", 0.44), ("2,k", 0.62), ("3,k", 0.91)],
)
def test_shrout_and_fleiss(form: Form, printed: float) -> None:
    found = icc(JUDGES, form)
    assert found.value is not None
    assert round(found.value, 2) == printed
    assert found.n == 6


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorff(metric: Metric, printed: float) -> None:
    units = [list(unit) for unit in zip(*OBSERVERS, strict=True)]
    found = krippendorff_alpha(units, metric)
    assert found.value is not None
    assert round(found.value, 3) == printed
    assert (found.n, found.dropped) == (11, 1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_bland_and_altman() -> None:
    found = bland_altman(LARGE, MINI)
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert found.bias.low == pytest.approx(-22.0, abs=0.1)  # printed: −22.0 to 17.8
    assert found.bias.high == pytest.approx(17.8, abs=0.1)
    assert found.lower.value == pytest.approx(-2.1 - 1.96 * 38.8, abs=0.2)
    assert found.upper.low is not None
    assert found.upper.value is not None
    assert found.upper.low < found.upper.value


def test_kappa_by_hand() -> None:
    first = [1] * 50 + [0] * 50  # 45 and 40 agree: p_o .85, p_e .5
    second = [1] * 45 + [0] * 5 + [0] * 40 + [1] * 10
    found = cohen_kappa(first, second)
    assert found.value == pytest.approx((0.85 - 0.5) / 0.5)
    assert (found.n, found.dropped) == (100, 0)


def test_lengthening_a_test() -> None:
    assert consistency.spearman_brown(0.5, 2) == pytest.approx(2 / 3)
    assert consistency.needed_factor(0.5, 0.8) == pytest.approx(4.0)
    assert consistency.spearman_brown(-1.0, 2) is None
    assert consistency.needed_factor(0.0, 0.8) is None
    with pytest.raises(InvalidError):
        consistency.spearman_brown(0.5, 0)


def test_standard_errors() -> None:
    assert consistency.standard_error_of_measurement(10, 0.84) == pytest.approx(4.0)
    assert consistency.standard_error_of_estimation(10, 0.8) == pytest.approx(4.0)
    assert consistency.standard_error_of_prediction(10, 0.6) == pytest.approx(8.0)
    assert consistency.standard_error_of_difference(3.0) == pytest.approx(3 * math.sqrt(2))
    assert consistency.standard_error_of_measurement(10, -0.2) == 10
    assert consistency.standard_error_of_measurement(10, 1.1) is None
    with pytest.raises(InvalidError):
        consistency.standard_error_of_measurement(-1, 0.5)


def test_decision_study_by_hand() -> None:
    """The judges' table as p×r: σ²_p = (MSR − MSE)/k = 2.556, σ²_r = 5.244, σ²_pr = 1.019."""
    found = decide(one_facet(JUDGES), questions=4)
    assert found.relative.value == pytest.approx(2.556 / (2.556 + 1.019 / 4), abs=1e-3)  # ICC(3,4)
    assert found.absolute.value == pytest.approx(2.556 / (2.556 + 1.019 / 4 + 5.244 / 4), abs=1e-3)
    assert found.relative.low is not None
    assert found.relative_error == pytest.approx(1.019 / 4, abs=1e-3)


def test_more_raters_and_more_questions_make_less_error() -> None:
    cube = [
        [[p * 2 + i % 2 + (p * i + r) % 3, p + i + (p + 2 * r) % 4] for r in range(3)]
        for p in range(8)
        for i in [p]
    ]
    study = two_facets(cube)
    few, many = decide(study, 1, 1), decide(study, 4, 4)
    assert few.absolute.value is not None
    assert many.absolute.value is not None
    assert few.absolute.value < many.absolute.value
    assert few.relative.value >= few.absolute.value  # type: ignore[operator]  # a value, not None


def test_error_of_pairs_is_dahlbergs() -> None:
    pairs = [[50.0, 50.0 + d] for d in (2, -4, 6, 0)] * 13
    found = within_error(pairs)
    assert found.sem == pytest.approx(math.sqrt((4 + 16 + 36 + 0) / 4 / 2))
    assert found.n == 52
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.sem < found.high  # type: ignore[operator]  # a value, not None


def test_forty_nine_pairs_are_not_enough() -> None:
    found = within_error([[50.0, 52.0]] * 49 + [[70.0]] * 10)
    assert (found.sem, found.n, found.reason) == (None, 49, estimates.TOO_FEW)
