"""Files, functions and templates stay small enough to be read in one go."""

import ast
from pathlib import Path

from tests.architecture import house

FILE, FUNCTION, TEMPLATE = 500, 60, 200


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and lines of each function, without its docstring (which explains and does not count as
    length)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                lines -= (first.end_lineno or 0) - first.lineno + 1
            found.append((node.name, lines))
    return found


def test_files_are_at_most_500_lines() -> None:
    long = {
        str(path): count for path in house.sources() if (count := len(path.read_text().splitlines())) > FILE
    }
    assert long == {}


def test_functions_are_at_most_60_lines() -> None:
    long = [
        f"{path.relative_to(house.PACKAGE)}: {name} has {lines}"
        for path in house.sources()
        for name, lines in functions(path)
        if lines > FUNCTION
    ]
    assert long == []


def test_templates_are_at_most_200_lines() -> None:
    long = {
        str(path): count
        for path in sorted(house.PACKAGE.rglob("templates/**/*.html"))
        if (count := len(path.read_text().splitlines())) > TEMPLATE
    }
    assert long == {}


def test_the_measure_sees_a_long_function(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("def f():\n    '''Doc.\n\n    More.\n    '''\n" + "    x = 1\n" * 61)
    assert functions(sample) == [("f", 62)]
