"""A share with its counts. PURE. Below ``LEAST`` people no rate is shown: it would say more about chance, and
about single persons, than about the gate (docs of the measurement: Wilson interval)."""

from dataclasses import dataclass
from math import sqrt

LEAST = 30
Z = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n``. ``shown``: enough people for a rate."""

    hits: int
    n: int

    @property
    def shown(self) -> bool:
        """Whether a page may print the rate."""
        return self.n >= LEAST

    @property
    def share(self) -> float:
        """0–1; 0 for nobody."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of Wilson (1927), *J. Am. Stat. Assoc.* 22: never outside 0–1, right for small n."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.share, self.n
        middle = p + Z * Z / (2 * n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        below = 1 + Z * Z / n
        return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)

    @property
    def percent(self) -> str:
        """One decimal, or nothing where no rate is shown."""
        return f"{100 * self.share:.1f}%" if self.shown else ""


def total(rates: "list[Rate]") -> Rate:
    """All of them as one."""
    return Rate(sum(one.hits for one in rates), sum(one.n for one in rates))
