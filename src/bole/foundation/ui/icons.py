"""Icons of the product: name → SVG content on a 24 × 24 grid, read once from ``icons.toml``."""

import tomllib
from pathlib import Path

ICONS: dict[str, str] = tomllib.loads((Path(__file__).parent / "icons.toml").read_text(encoding="utf-8"))
