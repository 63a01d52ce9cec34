"""Bootstrap intervals with a fixed start value: the same table always gives the same interval."""

from collections.abc import Callable

import numpy as np

from bole.measurement.reliability.tables import Floats

SEED = 20_170_412
DRAWS = 1000
_MOST_LOST = 0.1  # of the resamples may have no value (a resample of identical people, for example)


def bootstrap(
    rows: Floats,
    statistic: Callable[[Floats], float | None],
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float, float] | None:
    """Percentile interval of ``statistic`` over resampled rows (Efron & Tibshirani 1993, ch. 13).

    Rows are people: whoever is drawn comes with all his ratings. None when more than a tenth of the resamples
    have no value; the others are passed over.
    """
    if len(rows) < 2:
        return None
    random = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        value = statistic(rows[random.integers(0, len(rows), len(rows))])
        if value is not None:
            found.append(value)
    if len(found) < (1 - _MOST_LOST) * draws:
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.array(found), [tail, 1 - tail])
    return float(low), float(high)
