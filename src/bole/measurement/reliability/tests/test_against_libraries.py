"""Figures of pingouin, statsmodels, scikit-learn, krippendorff, generalizit and SciPy for random tables.

scripts/reliability_reference.py made reference.json, which names their versions.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bole.measurement.reliability import estimates, resampling
from bole.measurement.reliability.consistency import cronbach_alpha
from bole.measurement.reliability.distributions import beta_quantile, f_quantile, t_quantile
from bole.measurement.reliability.generalizability import one_facet, two_facets
from bole.measurement.reliability.intraclass import Form, icc, mean_squares
from bole.measurement.reliability.kappa import Weights, cohen_kappa
from bole.measurement.reliability.krippendorff import Metric, krippendorff_alpha
from bole.measurement.reliability.tables import matrix

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "reference.json").read_text("utf-8"))
FORMS: tuple[Form, ...] = ("1,1", "1,k", "2,1", "2,k", "3,1", "3,k")


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values are compared here, not the resampled intervals."""
    monkeypatch.setitem(resampling.bootstrap.__kwdefaults__, "draws", 20)


@pytest.mark.parametrize("form", FORMS)
def test_intraclass_correlations_and_their_intervals(form: Form) -> None:
    for case in REFERENCE["continuous"]:
        found = icc(case["table"], form)
        value, low, high = case["icc"][form]
        assert found.value == pytest.approx(value, rel=1e-7, abs=1e-7)
        if low <= value:
            assert [found.low, found.high] == pytest.approx([low, high], rel=1e-7, abs=1e-7)
        else:  # the limit stepped up past the pole of Spearman–Brown; an interval above its value is none
            assert (found.low, found.reason) == (None, estimates.UNDEFINED)
    assert sum(case["icc"][form][1] > case["icc"][form][0] for case in REFERENCE["continuous"]) <= 2


def test_alpha() -> None:
    for case in REFERENCE["continuous"]:
        assert cronbach_alpha(case["table"]).value == pytest.approx(case["alpha"], rel=1e-9)


def test_alpha_and_its_interval_are_those_of_consistency_of_the_mean() -> None:
    for case in REFERENCE["continuous"]:  # Hoyt 1941: α is ICC(3,k)
        found = cronbach_alpha(case["table"])
        expected = case["icc"]["3,k"]
        assert [found.value, found.low, found.high] == pytest.approx(expected, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_kappa_and_its_interval(weights: Weights) -> None:
    for case in REFERENCE["levels"]:
        found = cohen_kappa(case["first"], case["second"], weights=weights, categories=range(1, 6))
        value, low, high = case["kappa"][weights]
        expected = [value, max(-1.0, low), min(1.0, high)]
        assert [found.value, found.low, found.high] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_krippendorff_with_gaps(metric: Metric) -> None:
    for case in REFERENCE["levels"]:
        found = krippendorff_alpha(case["gaps"], metric)
        assert found.value == pytest.approx(case["krippendorff"][metric], rel=1e-8)


def test_variance_components_of_people_by_questions_by_raters() -> None:
    negative = 0
    for case in REFERENCE["crossed"]:
        study = two_facets(case["cube"])
        assert dict(study.raw) == pytest.approx(case["components"], rel=1e-7, abs=1e-9)
        assert set(study.negative) == {name for name, value in case["components"].items() if value < 0}
        assert all(study.components[name] == 0 for name in study.negative)
        negative += len(study.negative)
    assert negative >= 5  # the tables do hold components below zero


def test_one_facet_gives_the_intraclass_correlations() -> None:
    for case in REFERENCE["continuous"]:
        study = one_facet(case["table"])
        ms = mean_squares(matrix(case["table"]))
        assert study.raw["pi"] == pytest.approx(ms.residual)
        total = sum(study.raw.values())
        assert study.raw["p"] / total == pytest.approx(case["icc"]["2,1"][0], abs=1e-7)


def test_quantiles() -> None:
    for p, a, b, of_f, of_t, of_beta in REFERENCE["quantiles"]:
        assert f_quantile(p, a, b) == pytest.approx(of_f, rel=1e-9)
        assert t_quantile(p, a) == pytest.approx(of_t, rel=1e-8, abs=1e-9)
        assert beta_quantile(p, a, b) == pytest.approx(of_beta, rel=1e-9)
