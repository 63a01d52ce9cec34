"""Finds every message in templates and Python: what the catalogue must translate."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
TRANS = re.compile(
    r"""\{%-?\s*(?:trans|translate)\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)(?P<rest>.*?)%\}""", re.S
)
BLOCK = re.compile(
    r"\{%\s*(?:blocktrans|blocktranslate)\b(?P<options>.*?)%\}(?P<body>.*?)"
    r"\{%\s*(?:endblocktrans|endblocktranslate)\s*%\}",
    re.S,
)
SPLIT = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*([\w.|]+?)\s*\}\}")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", re.S)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Message:
    """A message and where it stands; ``plural`` is empty for most."""

    msgid: str
    plural: str
    place: str

    @property
    def key(self) -> str:
        """As in the compiled catalogue."""
        return f"{self.msgid}\x00{self.plural}" if self.plural else self.msgid


def sources(package: Path = PACKAGE) -> list[Message]:
    """Every message of the package; texts that are Chinese already need no translation."""
    found: dict[str, Message] = {}
    for path in sorted(package.rglob("*.html")):
        for message in _in_template(path):
            found.setdefault(message.key, message)
    for path in sorted(package.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for message in _in_python(path):
            found.setdefault(message.key, message)
    return [message for message in found.values() if message.msgid and not CHINESE.search(message.msgid)]


def _in_template(path: Path) -> Iterator[Message]:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for match in TRANS.finditer(text):
        yield Message(match["text"].replace("%", "%%"), "", str(path))  # as Django's node looks it up
    for match in BLOCK.finditer(text):
        forms = [VARIABLE.sub(r"%(\1)s", form.replace("%", "%%")) for form in SPLIT.split(match["body"])]
        if "trimmed" in match["options"].split():
            forms = [" ".join(line.strip() for line in form.strip().splitlines()) for form in forms]
        yield Message(forms[0], forms[1] if len(forms) > 1 else "", str(path))


def _in_python(path: Path) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = dict.fromkeys(CALLS, "") | _renamed(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node.func) not in known:
            continue
        name = known[_name(node.func)] or _name(node.func)
        texts = [_text(argument) for argument in node.args]
        if name.startswith("pgettext"):
            continue  # contexts are not used in this product yet
        if name.startswith("ngettext") and len(texts) > 1 and texts[0] and texts[1]:
            yield Message(texts[0], texts[1], f"{path}:{node.lineno}")
        elif texts and texts[0] and not name.startswith("ngettext"):
            yield Message(texts[0], "", f"{path}:{node.lineno}")


def _renamed(tree: ast.AST) -> dict[str, str]:
    """Names a module gave to gettext's functions (``gettext_lazy as lazy``) and what they are."""
    return {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname and alias.name in CALLS
    }


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
