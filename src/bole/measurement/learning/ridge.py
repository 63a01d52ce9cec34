"""Ridge regression, on features and on kernels, with exact leave-one-out predictions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class KernelRidge:
    """``centre + kernel @ dual``; ``left_out[i]`` predicts row i from all others."""

    centre: float
    dual: Matrix
    left_out: Matrix

    def __call__(self, kernel: Matrix) -> Matrix:
        """``kernel``: shape (new, marked)."""
        found: Matrix = self.centre + kernel @ self.dual
        return found


def fit_kernel(kernel: Matrix, target: Matrix, alpha: float) -> KernelRidge:
    """Dual ridge with the mean as intercept. Leave-one-out by ``y − α / (K + λI)⁻¹ᵢᵢ`` (Rifkin & Lippert
    2007).
    """
    centre = float(target.mean())
    inverse = np.linalg.inv(kernel + alpha * np.eye(len(kernel)))
    dual = inverse @ (target - centre)
    count = len(target)
    others = (target.sum() - target) / (count - 1) if count > 1 else np.full(1, centre)
    left_out = target - dual / np.diag(inverse) + (others - centre)
    return KernelRidge(centre, dual, left_out)


@dataclass(frozen=True)
class Linear:
    """Ridge on standardised features."""

    mean: Matrix
    scale: Matrix
    weights: Matrix
    centre: float

    def __call__(self, rows: Matrix) -> Matrix:
        """One number per row."""
        found: Matrix = ((rows - self.mean) / self.scale) @ self.weights + self.centre
        return found


def fit_linear(rows: Matrix, target: Matrix, alpha: float) -> Linear:
    """``alpha`` per row, so that the penalty keeps its meaning for any number of rows."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale < 1e-9, 1.0, scale)
    z = (rows - mean) / scale
    centre = float(target.mean())
    gram = z.T @ z + alpha * len(rows) * np.eye(rows.shape[1])
    return Linear(mean, scale, np.linalg.solve(gram, z.T @ (target - centre)), centre)
