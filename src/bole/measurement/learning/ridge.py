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


@dataclass(frozen=True)
class Spectrum:
    """A kernel taken apart once, so that any penalty costs next to nothing."""

    values: Matrix
    vectors: Matrix

    def fit(self, target: Matrix, alpha: float) -> KernelRidge:
        """Dual ridge with the mean as intercept; left out by ``y − α / (K + λI)⁻¹ᵢᵢ`` (Rifkin & Lippert
        2007).
        """
        centre = float(target.mean())
        shrunk = 1.0 / (self.values + alpha)
        dual = self.vectors @ (shrunk * (self.vectors.T @ (target - centre)))
        diagonal = (self.vectors**2) @ shrunk
        count = len(target)
        others = (target.sum() - target) / (count - 1) if count > 1 else np.full(1, centre)
        left_out = target - dual / diagonal + (others - centre)
        return KernelRidge(centre, dual, left_out)


def spectrum(kernel: Matrix) -> Spectrum:
    """Of a symmetric kernel without negative directions."""
    values, vectors = np.linalg.eigh(kernel)
    return Spectrum(np.maximum(values, 0.0), vectors)


def fit_kernel(kernel: Matrix, target: Matrix, alpha: float) -> KernelRidge:
    """Ridge with one penalty."""
    return spectrum(kernel).fit(target, alpha)


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
