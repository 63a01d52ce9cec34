"""What the house says, in a form the tests of this folder can ask."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "bole"


def storeys() -> list[list[str]]:
    """The packages from top to bottom, siblings together, as pyproject's contracts have them."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    inside = {
        contract["containers"][0]: contract["layers"] for contract in contracts if "containers" in contract
    }
    result: list[list[str]] = []
    for layer in inside["bole"]:
        name = f"bole.{layer}"
        for inner in inside.get(name, [""]):
            result.append(
                [f"bole.{part.strip()}" for part in (f"{layer}.{inner}" if inner else layer).split("|")]
            )
    return [[_full(part, group) for part in group] for group in result]


def _full(part: str, group: list[str]) -> str:
    """Siblings after the first are written without their storey."""
    storey = group[0].rsplit(".", 1)[0]
    return part if part.count(".") >= group[0].count(".") else f"{storey}.{part.removeprefix('bole.')}"


def height(module: str) -> int:
    """How high a module stands; a larger number is higher. -1 when it is in no storey."""
    levels = storeys()
    for index, group in enumerate(levels):
        if any(module == name or module.startswith(f"{name}.") for name in group):
            return len(levels) - index
    return -1


def sources(*, tests: bool = True, migrations: bool = False) -> Iterator[Path]:
    """The Python files of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if (migrations or "migrations" not in path.parts) and (tests or "tests" not in path.parts):
            yield path
