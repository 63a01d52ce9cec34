"""Internal consistency and what follows from a reliability: standard errors, and how many are needed."""

import math

import numpy as np

from bole.kernel.errors import InvalidError
from bole.measurement.reliability import estimates
from bole.measurement.reliability.distributions import f_quantile
from bole.measurement.reliability.estimates import Estimate, nothing, quotient
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats, Table, complete, is_flat


def cronbach_alpha(table: Table, confidence: float = 0.95) -> Estimate:
    """α = k/(k−1) · (1 − Σσᵢ²/σ_T²) of people × questions (Cronbach 1951).

    Interval: Feldt, Woodruff & Salih 1987, ``1 − (1 − α)·F`` with (n−1, (n−1)(k−1)) degrees of freedom.
    Missing: people with a gap are left out. α may be negative: questions that work against each other.
    """
    rows, dropped = complete(table)
    lacking = _lacking(rows, dropped)
    if lacking is not None:
        return lacking
    n, k = rows.shape
    value = _alpha(rows)
    if value is None:
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    if 1.0 - value < 1e-12:
        return Estimate(1.0, n=n, dropped=dropped, reason=estimates.PERFECT)
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 - confidence) / 2
    low = 1 - (1 - value) * f_quantile(1 - tail, df1, df2)
    high = 1 - (1 - value) * f_quantile(tail, df1, df2)
    return Estimate(value, low, high, n, dropped)


def standardised_alpha(table: Table, confidence: float = 0.95) -> Estimate:
    """α of questions brought to one variance: ``k·r̄ / (1 + (k−1)·r̄)``, r̄ the mean correlation of the
    questions (Cronbach 1951; Osburn 2000 for the name). Bootstrap interval over people.

    Missing: people with a gap are left out. A question everybody answered alike has no correlation: no value.
    """
    rows, dropped = complete(table)
    lacking = _lacking(rows, dropped)
    if lacking is not None:
        return lacking
    value = _standardised(rows)
    if value is None:
        return nothing(estimates.NO_VARIANCE, n=len(rows), dropped=dropped)
    if 1.0 - value < 1e-12:
        return Estimate(1.0, n=len(rows), dropped=dropped, reason=estimates.PERFECT)
    band = bootstrap(rows, _standardised, confidence=confidence)
    if band is None:
        return Estimate(value, n=len(rows), dropped=dropped, reason=estimates.UNSTABLE)
    return Estimate(value, *band, len(rows), dropped)


def spearman_brown(reliability: float, factor: float) -> float | None:
    """r_k = k·r / (1 + (k−1)·r): the reliability of a test ``factor`` times as long, or of that many raters
    (Spearman 1910; Brown 1910). None where the formula has no value (strongly negative r)."""
    _check_factor(factor)
    return quotient(factor * reliability, 1 + (factor - 1) * reliability)


def needed_factor(reliability: float, wanted: float) -> float | None:
    """How many times as long a test must be to reach ``wanted``: Spearman–Brown solved for k,
    ``k = r'(1−r) / (r(1−r'))``. None unless both lie between 0 and 1."""
    if not (0 < reliability < 1 and 0 < wanted < 1):
        return None
    return wanted * (1 - reliability) / (reliability * (1 - wanted))


def standard_error_of_measurement(sd: float, reliability: float) -> float | None:
    """SEM = SD·√(1 − r): spread of the scores one person would get on equal occasions (Dudek 1979).

    A negative estimate of reliability counts as 0, above 1 nothing is defined.
    """
    r = _reliability(sd, reliability)
    return None if r is None else sd * math.sqrt(1 - r)


def standard_error_of_estimation(sd: float, reliability: float) -> float | None:
    """SEE = SD·√(r(1 − r)): spread of true scores among people with one observed score (Dudek 1979)."""
    r = _reliability(sd, reliability)
    return None if r is None else sd * math.sqrt(r * (1 - r))


def standard_error_of_prediction(sd: float, reliability: float) -> float | None:
    """SEP = SD·√(1 − r²): spread of scores on a parallel form among people with one score (Dudek 1979)."""
    r = _reliability(sd, reliability)
    return None if r is None else sd * math.sqrt(1 - r * r)


def standard_error_of_difference(sem: float, other: float | None = None) -> float:
    """SED = √(SEM₁² + SEM₂²), for one instrument SEM·√2 (Gulliksen 1950)."""
    return math.hypot(sem, sem if other is None else other)


def _lacking(rows: Floats, dropped: int) -> Estimate | None:
    n, k = rows.shape
    if k < 2:
        return nothing(estimates.ONE_ITEM, n=n, dropped=dropped)
    return nothing(estimates.TOO_FEW, n=n, dropped=dropped) if n < 2 else None


def _alpha(rows: Floats) -> float | None:
    k = rows.shape[1]
    totals = rows.sum(axis=1)
    if is_flat(totals):
        return None
    return float(k / (k - 1) * (1 - rows.var(axis=0, ddof=1).sum() / totals.var(ddof=1)))


def _standardised(rows: Floats) -> float | None:
    k = rows.shape[1]
    if any(is_flat(column) for column in rows.T):
        return None
    mean = (np.corrcoef(rows.T).sum() - k) / (k * (k - 1))
    return quotient(float(k * mean), float(1 + (k - 1) * mean))


def _reliability(sd: float, reliability: float) -> float | None:
    if sd < 0:
        raise InvalidError("a standard deviation is not negative", code="negative_sd")
    return max(0.0, reliability) if reliability <= 1 else None


def _check_factor(factor: float) -> None:
    if not factor > 0:
        raise InvalidError("a test is lengthened by a positive factor", code="bad_factor")
