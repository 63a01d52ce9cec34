"""Figures of independent libraries for random tables, which `measurement.reliability` is tested against.

Writes src/bole/measurement/reliability/tests/reference.json. The libraries are no part of bole and stand in
no requirements file; run this in an environment of its own that has pingouin, statsmodels, scikit-learn,
krippendorff, generalizit and scipy:

    python scripts/reliability_reference.py
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from generalizit import GeneralizIT
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

TARGET = Path(__file__).parents[1] / "src/bole/measurement/reliability/tests/reference.json"
LIBRARIES = ("pingouin", "statsmodels", "scikit-learn", "krippendorff", "generalizit", "scipy")


def continuous(random: np.random.Generator) -> np.ndarray:
    """People × raters with people, severity and noise of random size."""
    n, k = int(random.integers(3, 25)), int(random.integers(2, 7))
    sizes = random.uniform(0, 3, 3)
    return (
        sizes[0] * random.normal(size=(n, 1))
        + sizes[1] * random.normal(size=(1, k))
        + random.normal(size=(n, k))
    )


def long(table: np.ndarray, *names: str) -> pd.DataFrame:
    """One row per cell."""
    places = np.indices(table.shape).reshape(table.ndim, -1)
    return pd.DataFrame({**dict(zip(names, places, strict=True)), "x": table.ravel()})


def of_continuous(table: np.ndarray) -> dict:
    """ICCs with intervals, α with interval."""
    found = pingouin.intraclass_corr(long(table, "p", "r"), "p", "r", "x")
    forms = {"ICC(1,1)": "1,1", "ICC(A,1)": "2,1", "ICC(C,1)": "3,1", "ICC(1,k)": "1,k", "ICC(A,k)": "2,k"}
    forms["ICC(C,k)"] = "3,k"
    icc = {forms[row.Type]: [row.ICC, *row.CI95] for row in found.itertuples()}
    alpha, _ = pingouin.cronbach_alpha(pd.DataFrame(table))
    return {"table": table.tolist(), "icc": icc, "alpha": alpha}


def of_levels(random: np.random.Generator) -> dict:
    """κ of two raters, Krippendorff's α of several with gaps."""
    n, k = int(random.integers(8, 60)), int(random.integers(3, 6))
    true = random.integers(1, 6, size=(n, 1))
    rated = np.clip(true + random.integers(-1, 2, size=(n, k)), 1, 5)
    cross = pd.crosstab(rated[:, 0], rated[:, 1]).reindex(
        index=range(1, 6), columns=range(1, 6), fill_value=0
    )
    kappa = {}
    for name in ("none", "linear", "quadratic"):
        given = {} if name == "none" else {"weights": np.arange(5), "wt": name}
        own = cohens_kappa(cross.to_numpy(), **given)
        score = cohen_kappa_score(
            rated[:, 0], rated[:, 1], weights=None if name == "none" else name, labels=range(1, 6)
        )
        kappa[name] = [float(score), float(own.kappa_low), float(own.kappa_upp)]
    gaps = rated.astype(float)
    gaps[random.random(gaps.shape) < 0.25] = np.nan
    alphas = {
        m: krippendorff.alpha(gaps.T, level_of_measurement=m) for m in ("nominal", "ordinal", "interval")
    }
    table = [[None if np.isnan(v) else v for v in row] for row in gaps.tolist()]
    return {
        "first": rated[:, 0].tolist(),
        "second": rated[:, 1].tolist(),
        "kappa": kappa,
        "gaps": table,
        "krippendorff": alphas,
    }


def of_crossed(random: np.random.Generator) -> dict:
    """Variance components of people × questions × raters, enlarged because the library rounds to 4 digits."""
    n, q, k = int(random.integers(4, 15)), int(random.integers(2, 6)), int(random.integers(2, 5))
    sizes = random.uniform(0, 3, 4)
    cube = sizes[0] * random.normal(size=(n, 1, 1)) + sizes[1] * random.normal(size=(n, q, 1))
    cube = cube + sizes[2] * random.normal(size=(n, 1, k)) + sizes[3] * random.normal(size=(1, q, k))
    cube = cube + random.normal(size=(n, q, k))
    study = GeneralizIT(data=long(1000 * cube, "p", "i", "r"), design_str="p x i x r", response="x")
    study.calculate_anova()
    found = study.design.anova_table["Variance"]
    names = {"p": "p", "i": "i", "r": "r", "p x i": "pi", "p x r": "pr", "i x r": "ir", "p x i x r": "pir"}
    return {
        "cube": cube.tolist(),
        "components": {own: float(found[theirs]) / 1e6 for theirs, own in names.items()},
    }


def quantiles(random: np.random.Generator) -> list:
    """F, t and Beta quantiles."""
    rows = []
    for _ in range(60):
        p, a, b = float(random.uniform(0.001, 0.999)), *(float(v) for v in random.uniform(0.5, 120, 2))
        rows.append([p, a, b, stats.f.ppf(p, a, b), stats.t.ppf(p, a), stats.beta.ppf(p, a, b)])
    return rows


def main() -> None:
    """Write the file."""
    warnings.simplefilter("ignore")
    pingouin.options["round.column.CI95"] = 12
    random = np.random.default_rng(20261122)
    whole = {
        "libraries": {name: version(name) for name in LIBRARIES},
        "continuous": [of_continuous(np.round(continuous(random), 4)) for _ in range(40)],
        "levels": [of_levels(random) for _ in range(30)],
        "crossed": [of_crossed(random) for _ in range(20)],
        "quantiles": quantiles(random),
    }
    text = json.dumps(whole, default=float, separators=(",", ":"), allow_nan=False)
    TARGET.write_text(json.dumps(rounded(json.loads(text)), separators=(",", ":")) + "\n", encoding="utf-8")


def rounded(value: object) -> object:
    """Twelve digits are more than any library promises."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
