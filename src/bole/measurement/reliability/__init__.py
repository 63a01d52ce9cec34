"""How reliable scores and raters are. The door of the package: coefficients with intervals, or a named
reason."""

from bole.measurement.reliability.association import pearson
from bole.measurement.reliability.consistency import (
    cronbach_alpha,
    needed_factor,
    spearman_brown,
    standard_error_of_difference,
    standard_error_of_estimation,
    standard_error_of_measurement,
    standard_error_of_prediction,
    standardised_alpha,
)
from bole.measurement.reliability.crossed import Ratings, ratings, together
from bole.measurement.reliability.estimates import Estimate
from bole.measurement.reliability.generalizability import Decision, Study, decide, one_facet, two_facets
from bole.measurement.reliability.habits import Habits, habits_of, pairwise_kappa
from bole.measurement.reliability.intraclass import icc
from bole.measurement.reliability.kappa import cohen_kappa
from bole.measurement.reliability.krippendorff import krippendorff_alpha
from bole.measurement.reliability.limits import Limits, bland_altman
from bole.measurement.reliability.proportions import (
    Difference,
    difference,
    mcnemar,
    paired_difference,
    pooled_p,
    wilson,
)
from bole.measurement.reliability.severity import Drift, Severities, drift, mean_of, severities
from bole.measurement.reliability.unbalanced import icc_one_way
from bole.measurement.reliability.within import ENOUGH, WithinError, within_error

__all__ = [
    "ENOUGH",
    "Decision",
    "Difference",
    "Drift",
    "Estimate",
    "Habits",
    "Limits",
    "Ratings",
    "Severities",
    "Study",
    "WithinError",
    "bland_altman",
    "cohen_kappa",
    "cronbach_alpha",
    "decide",
    "difference",
    "drift",
    "habits_of",
    "icc",
    "icc_one_way",
    "krippendorff_alpha",
    "mcnemar",
    "mean_of",
    "needed_factor",
    "one_facet",
    "paired_difference",
    "pairwise_kappa",
    "pearson",
    "pooled_p",
    "ratings",
    "severities",
    "spearman_brown",
    "standard_error_of_difference",
    "standard_error_of_estimation",
    "standard_error_of_measurement",
    "standard_error_of_prediction",
    "standardised_alpha",
    "together",
    "two_facets",
    "wilson",
    "within_error",
]
