"""Figures of independent libraries for raters who change from person to person, and for shares.

Writes src/bole/measurement/reliability/tests/reference_crossed.json. The libraries are no part of bole and
stand in no requirements file; run this in an environment of its own that has statsmodels, scikit-learn,
pandas and scipy:

    python scripts/agreement_reference.py
"""

import json
from importlib.metadata import version
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

TARGET = Path(__file__).parents[1] / "src/bole/measurement/reliability/tests/reference_crossed.json"
LIBRARIES = ("statsmodels", "scikit-learn", "pandas", "scipy")


def panels(random: np.random.Generator) -> pd.DataFrame:
    """Each person is rated on each competency by two to four of the raters."""
    people, items, raters = (
        int(random.integers(12, 40)),
        int(random.integers(3, 6)),
        int(random.integers(4, 9)),
    )
    rows = []
    strict = random.normal(0, 6, raters)
    for person in range(people):
        level = random.normal(60, 12)
        seats = random.choice(raters, int(random.integers(2, 5)), replace=False)
        for item in range(items):
            own = level + random.normal(0, 8)
            for rater in seats:
                score = float(np.round(own + strict[rater] + random.normal(0, 7), 2))
                rows.append((person, item, int(rater), score, int(np.clip(round(1 + score / 25), 1, 5))))
    return pd.DataFrame(rows, columns=["person", "item", "rater", "score", "level"])


def severity(frame: pd.DataFrame) -> dict:
    """Ordinary least squares on dummies of cells and raters (sum coding), variance clustered over people."""
    cells = pd.get_dummies(frame.person.astype(str) + "-" + frame.item.astype(str)).astype(float)
    raters = pd.get_dummies(frame.rater).astype(float)
    names = list(raters.columns)
    last = names[-1]
    coded = pd.DataFrame({name: raters[name] - raters[last] for name in names[:-1]})
    design = pd.concat([cells, coded], axis=1).to_numpy()
    groups = frame.person.nunique()
    kinds = {"groups": frame.person.to_numpy(), "use_correction": False}
    fitted = sm.OLS(frame.score.to_numpy(), design).fit(cov_type="cluster", cov_kwds=kinds)
    k = len(names) - 1
    params, cov = fitted.params[-k:], np.asarray(fitted.cov_params())[-k:, -k:]
    whole = np.vstack([np.eye(k), -np.ones(k)])  # the last effect is less the sum of the others
    effects, spread = whole @ params, whole @ cov @ whole.T
    people = frame.groupby("rater").person.nunique()
    found = {}
    for place, name in enumerate(names):
        half = stats.t.ppf(0.975, people[name] - 1) * np.sqrt(spread[place, place] * groups / (groups - 1))
        found[str(name)] = [effects[place], effects[place] - half, effects[place] + half]
    return found


def one_way(frame: pd.DataFrame) -> dict:
    """F of scipy's one-way analysis of variance of the first competency, and what follows from it."""
    groups = [g.score.to_numpy() for _, g in frame[frame.item == 0].groupby("person")]
    counts = np.array([len(g) for g in groups])
    f = stats.f_oneway(*groups).statistic
    n, whole = len(groups), counts.sum()
    k = (whole - (counts**2).sum() / whole) / (n - 1)
    low, high = f / stats.f.ppf(0.975, n - 1, whole - n), f * stats.f.ppf(0.975, whole - n, n - 1)
    return {
        "1,1": [(x - 1) / (x + k - 1) for x in (f, low, high)],
        "1,k": [1 - 1 / x for x in (f, low, high)],
    }


def kappa(frame: pd.DataFrame) -> float:
    """scikit-learn's quadratic κ of all ordered pairs in a cell."""
    pairs = [pair for _, g in frame.groupby(["person", "item"]) for pair in permutations(g.level.tolist(), 2)]
    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second, weights="quadratic", labels=range(1, 6)))


def own_kappa(frame: pd.DataFrame, rater: int) -> float:
    """The same of one rater with each of the others."""
    mine = frame[frame.rater == rater].merge(frame[frame.rater != rater], on=["person", "item"])
    return float(cohen_kappa_score(mine.level_x, mine.level_y, weights="quadratic", labels=range(1, 6)))


def own_correlation(frame: pd.DataFrame, rater: int) -> float:
    """Mean off-diagonal covariance over mean variance of the rater's cards (pandas)."""
    cards = frame[frame.rater == rater].pivot_table(index="person", columns="item", values="score")
    cov = cards.cov(ddof=0).to_numpy()
    k = len(cov)
    return float((cov.sum() - np.trace(cov)) / (k * (k - 1)) / (np.trace(cov) / k))


def slope(random: np.random.Generator) -> dict:
    """A line through deviations of people in months, with its interval, and a mean with its own."""
    n = int(random.integers(6, 40))
    month = random.integers(0, 6, n)
    value = np.round(0.8 * month + random.normal(0, 3, n), 3)
    fitted = sm.OLS(value, sm.add_constant(month.astype(float))).fit()
    low, high = stats.t.interval(0.95, n - 1, value.mean(), stats.sem(value))
    return {
        "month": month.tolist(),
        "value": value.tolist(),
        "slope": [float(fitted.params[1]), *map(float, fitted.conf_int()[1])],
        "mean": [float(value.mean()), float(low), float(high)],
    }


def shares(random: np.random.Generator) -> dict:
    """Wilson, Newcombe, Fisher and McNemar of random counts."""
    n, m = (int(x) for x in random.integers(5, 300, 2))
    x, y = int(random.integers(0, n + 1)), int(random.integers(0, m + 1))
    b, c = (int(v) for v in random.integers(0, 30, 2))
    return {
        "counts": [x, n, y, m],
        "wilson": [float(v) for v in proportion_confint(x, n, method="wilson")],
        "newcombe": [
            float(v) for v in confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff")
        ],
        "fisher": float(stats.fisher_exact([[x, n - x], [y, m - y]]).pvalue),
        "discordant": [b, c],
        "mcnemar": float(mcnemar([[0, b], [c, 0]], exact=True).pvalue),
    }


def correlation(random: np.random.Generator) -> dict:
    """scipy's Pearson r with Fisher's interval."""
    n = int(random.integers(5, 80))
    x = np.round(random.normal(60, 10, n), 2)
    y = np.round(0.6 * x + random.normal(0, 9, n), 2)
    found = stats.pearsonr(x, y)
    ends = found.confidence_interval(0.95)
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "r": [float(found.statistic), float(ends.low), float(ends.high)],
    }


def of_panel(frame: pd.DataFrame) -> dict:
    """All of one table."""
    rater = int(frame.rater.value_counts().index[0])
    return {
        "rows": frame.to_numpy().tolist(),
        "severity": severity(frame),
        "icc": one_way(frame),
        "kappa": kappa(frame),
        "rater": rater,
        "own_kappa": own_kappa(frame, rater),
        "own_correlation": own_correlation(frame, rater),
    }


def main() -> None:
    """Write the file."""
    random = np.random.default_rng(20_261_122)
    found = {
        "libraries": {name: version(name) for name in LIBRARIES},
        "panels": [of_panel(panels(random)) for _ in range(6)],
        "slopes": [slope(random) for _ in range(6)],
        "shares": [shares(random) for _ in range(40)],
        "correlations": [correlation(random) for _ in range(8)],
    }
    TARGET.write_text(json.dumps(rounded(found), separators=(",", ":")) + "\n", encoding="utf-8")


def rounded(value: object) -> object:
    """Twelve digits are enough."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
