"""Indexes and constraints of a new model stand in its CreateModel.

    python scripts/fold_migrations.py            say which migrations could be folded (exit code 1)
    python scripts/fold_migrations.py --write    fold them

Django writes them as operations of their own, and each such operation renders half of all models anew: with
foreign keys from everything to ``org.Unit`` that was most of the time an empty database took to be set up.
The schema and the names of the migrations stay the same.
"""

import ast
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

MIGRATIONS = "src/bole/*/*/migrations/0*.py"
FOLDED = {"AddIndex": ("indexes", "index"), "AddConstraint": ("constraints", "constraint")}


@dataclass
class Model:
    """A CreateModel of the file: its source range and what is to move into its options."""

    call: ast.Call
    parts: dict[str, list[str]] = field(default_factory=dict)


def operations(tree: ast.Module) -> list[ast.Call]:
    """The calls in ``operations = [...]``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.List):
            continue
        if getattr(node.targets[0], "id", "") == "operations":
            return [one for one in node.value.elts if isinstance(one, ast.Call)]
    return []


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def argument(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def text(expression: ast.expr | None) -> str:
    value = expression.value if isinstance(expression, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def folded(source: str) -> str:
    """``source`` with what can be folded; the same text where nothing can.

    Only up to the first operation that is not about a new model of this file: a constraint may rest on it.
    """
    models: dict[str, Model] = {}
    gone: list[ast.Call] = []
    for call in operations(ast.parse(source)):
        kind, model = name_of(call), text(argument(call, "model_name")).lower()
        if kind == "CreateModel":
            models[text(argument(call, "name")).lower()] = Model(call)
        elif kind in FOLDED and model in models:
            option, word = FOLDED[kind]
            inner = ast.get_source_segment(source, argument(call, word) or call) or ""
            models[model].parts.setdefault(option, []).append(inner)
            gone.append(call)
        elif kind not in FOLDED:
            models.pop(model, None) if model else models.clear()
    return rewritten(source, [one for one in models.values() if one.parts], gone_from(models, gone))


def gone_from(models: dict[str, Model], gone: list[ast.Call]) -> list[ast.Call]:
    """Of the moved operations those whose model still takes them."""
    return [call for call in gone if text(argument(call, "model_name")).lower() in models]


def rewritten(source: str, models: list[Model], gone: list[ast.Call]) -> str:
    edits = [removal(source, call) for call in gone] + [insertion(source, one) for one in models]
    for start, end, new in sorted(edits, reverse=True):
        source = source[:start] + new + source[end:]
    return source


def removal(source: str, call: ast.Call) -> tuple[int, int, str]:
    """The whole lines of an operation with its comma."""
    start, end = span(source, call)
    start = source.rindex("\n", 0, start) + 1
    tail = re.compile(r",?[ \t]*\n").match(source, end)
    return start, tail.end() if tail else end, ""


def insertion(source: str, model: Model) -> tuple[int, int, str]:
    """Into the options of the model, which are made where it has none."""
    indent = "\n" + " " * 16
    words = "".join(f"{indent}'{option}': [{', '.join(parts)}]," for option, parts in model.parts.items())
    options = argument(model.call, "options")
    if options is not None:
        start, _ = span(source, options)
        return start + 1, start + 1, words
    start, end = span(source, argument(model.call, "fields") or model.call)
    closing = "\n" + " " * 12
    return end, end, f",{closing}options={{{words}{closing}}}"


def span(source: str, node: ast.expr) -> tuple[int, int]:
    """Offsets of a node in the text."""
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        before = sum(map(len, lines[: line - 1]))
        return before + len(lines[line - 1].encode()[:column].decode())

    return offset(node.lineno, node.col_offset), offset(node.end_lineno or 0, node.end_col_offset or 0)


def main() -> int:
    write, found = "--write" in sys.argv, []
    for path in sorted(Path().glob(MIGRATIONS)):
        before = path.read_text(encoding="utf-8")
        after = folded(before)
        if after != before:
            found.append(path)
            if write:
                path.write_text(after, encoding="utf-8")
    for path in found:
        print(f"{path}: {'folded' if write else 'indexes or constraints of a new model stand outside it'}")
    return 1 if found and not write else 0


if __name__ == "__main__":
    raise SystemExit(main())
