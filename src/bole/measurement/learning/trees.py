"""Gradient-boosted regression trees on binned features: small, exact in any order of rows, plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Whole = NDArray[np.int64]
_BINS = 16


@dataclass(frozen=True)
class Boosted:
    """``feature``, ``cut`` per tree and inner node (shape trees × 2^depth − 1), ``leaf`` (trees × 2^depth).

    A row goes right where its feature is above the cut; a feature of −1 sends every row left.
    """

    centre: float
    rate: float
    feature: Whole
    cut: Matrix
    leaf: Matrix

    def __call__(self, rows: Matrix) -> Matrix:
        """One number per row."""
        trees = np.arange(len(self.leaf))[None, :]
        node = np.zeros((len(rows), len(self.leaf)), dtype=np.int64)
        depth = int(np.log2(self.leaf.shape[1])) if self.leaf.size else 0
        for _ in range(depth):
            chosen = self.feature[trees, node]
            value = np.take_along_axis(rows, np.maximum(chosen, 0), axis=1)
            node = 2 * node + 1 + ((chosen >= 0) & (value > self.cut[trees, node]))
        found: Matrix = self.centre + self.rate * self.leaf[trees, node - (2**depth - 1)].sum(axis=1)
        return found


def fit_boosted(
    rows: Matrix,
    target: Matrix,
    *,
    trees: int,
    depth: int = 3,
    rate: float = 0.06,
    least: int = 12,
    ridge: float = 4.0,
) -> Boosted:
    """Least-squares boosting. ``least``: rows a leaf must have; ``ridge``: made-up zeros in each leaf."""
    edges = [np.unique(np.quantile(column, np.linspace(0, 1, _BINS + 1)[1:-1])) for column in rows.T]
    binned = np.stack(
        [np.searchsorted(e, c, side="left") for e, c in zip(edges, rows.T, strict=True)], axis=1
    )
    centre = float(target.mean())
    found = np.full(len(rows), centre)
    features, cuts, leaves = [], [], []
    for _ in range(trees):
        feature, cut, leaf, value = _tree(binned, edges, target - found, depth, least, ridge)
        found += rate * value
        features.append(feature)
        cuts.append(cut)
        leaves.append(leaf)
    return Boosted(centre, rate, np.array(features), np.array(cuts), np.array(leaves))


def _tree(
    binned: Whole, edges: list[Matrix], residual: Matrix, depth: int, least: int, ridge: float
) -> tuple[Whole, Matrix, Matrix, Matrix]:
    inner = 2**depth - 1
    feature, cut = np.full(inner, -1, dtype=np.int64), np.zeros(inner)
    node = np.zeros(len(binned), dtype=np.int64)
    for level in range(depth):
        first, count = 2**level - 1, 2**level
        where, border, gain = _splits(binned, residual, node - first, count, least, ridge)
        for index in range(count):
            if gain[index] > 1e-12:
                feature[first + index] = where[index]
                cut[first + index] = edges[where[index]][border[index]]
        chosen, limit = feature[node], np.where(gain > 1e-12, border, _BINS)[node - first]
        node = 2 * node + 1 + (binned[np.arange(len(binned)), np.maximum(chosen, 0)] > limit)
    place = node - inner
    sums = np.bincount(place, residual, minlength=inner + 1)
    counts = np.bincount(place, minlength=inner + 1)
    leaf = sums / (counts + ridge)
    return feature, cut, leaf, leaf[place]


def _splits(
    binned: Whole, residual: Matrix, node: Whole, nodes: int, least: int, ridge: float
) -> tuple[Whole, Whole, Matrix]:
    """Per node the best feature, its last bin on the left, and the gain."""
    width = binned.shape[1]
    flat = ((node[:, None] * width + np.arange(width)) * _BINS + binned).ravel()
    size = nodes * width * _BINS
    sums = np.bincount(flat, np.repeat(residual, width), minlength=size).reshape(nodes, width, _BINS)
    counts = np.bincount(flat, minlength=size).reshape(nodes, width, _BINS)
    left, n_left = sums.cumsum(axis=2), counts.cumsum(axis=2)
    right, n_right = left[:, :, -1:] - left, n_left[:, :, -1:] - n_left
    gain = left**2 / (n_left + ridge) + right**2 / (n_right + ridge)
    gain -= left[:, :, -1:] ** 2 / (n_left[:, :, -1:] + ridge)
    gain = np.where((n_left >= least) & (n_right >= least), np.round(gain, 12), 0.0).reshape(nodes, -1)
    best = gain.argmax(axis=1)
    return best // _BINS, best % _BINS, gain[np.arange(nodes), best]
