"""Which drafts are fit to be reviewed at all, and how they are written down: as a file no library loads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import jsonschema

from bole.hiring.requisitions.drafting.asking import schema
from bole.kernel.errors import InvalidError

LANGUAGES = ("zh", "en")
ALIKE = 0.6  # share of pairs of letters from which two phrasings say the same words
_HEAD = """# Drafted by a language model ({model}) on {day}. Nobody has reviewed it.
# The library refuses this file while [draft] stands. Reviewer: check every line, add competencies, cues,
# advice and weights (docs/how-to/write-a-rubric.md), then delete [draft].
"""


def read(text: str) -> dict[str, Any]:
    """The draft a model wrote; InvalidError (``draft_void``) naming everything that is wrong with it."""
    try:
        draft: dict[str, Any] = json.loads(text)
        jsonschema.validate(draft, schema())
    except (ValueError, RecursionError) as error:
        raise InvalidError("the draft is not JSON", code="draft_void") from error
    except jsonschema.ValidationError as error:
        raise InvalidError(f"the draft does not keep its form: {error.message}", code="draft_void") from error
    faults = list(_faults(draft))
    if faults:
        raise InvalidError("; ".join(faults), code="draft_void")
    return draft


def _faults(draft: Mapping[str, Any]) -> Iterator[str]:
    keys = [point["key"] for point in draft["points"]]
    if len(set(keys)) < len(keys):
        yield "two key points have the same key"
    for text in (draft["title"], draft["prompt"]):
        if not _chinese(text["zh"]) or _chinese(text["en"]):
            yield "title or prompt is not in both languages"
    for point in draft["points"]:
        for language in LANGUAGES:
            for one, other in alike(point["phrasings"][language]):
                yield f"{point['key']}: “{one}” and “{other}” say the same words"


def _chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def alike(phrasings: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of phrasings that share more than 60 % of the pairs of letters of the shorter one."""
    return [(a, b) for a, b in combinations(phrasings, 2) if _shared(_pairs(a), _pairs(b)) > ALIKE]


def _pairs(text: str) -> set[str]:
    letters = [c for c in text.casefold() if c.isalnum()]
    return {a + b for a, b in pairwise(letters)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def to_toml(
    draft: Mapping[str, Any], *, job: str, kind: str, model: str, prompt_sha256: str, day: str
) -> str:
    """The draft as a question file with ``[draft]``, which no loader takes."""
    lines = [
        _HEAD.format(model=" ".join(model.split()), day=day),
        "[draft]",
        'origin = "language_model"',
        f"model = {_quoted(model)}",
        f"prompt_sha256 = {_quoted(prompt_sha256)}",
        f"job = {_quoted(job)}",
        f"kind = {_quoted(kind)}",
        'reviewed_by = ""',
        "",
        *_section("title", draft["title"]),
        *_section("prompts", draft["prompt"]),
    ]
    for point in draft["points"]:
        lines += ["[[points]]", f"key = {_quoted(point['key'])}", f"label = {_table(point['label'])}"]
        lines += [f"phrasings.{language} = {_array(point['phrasings'][language])}" for language in LANGUAGES]
        lines.append("")
    return "\n".join(lines)


def _section(name: str, both: Mapping[str, str]) -> list[str]:
    return [f"[{name}]", *(f"{language} = {_quoted(both[language])}" for language in LANGUAGES), ""]


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _array(texts: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"


def _table(both: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{language} = {_quoted(both[language])}" for language in LANGUAGES) + " }"
