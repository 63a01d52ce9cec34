"""How often the FAQ's answer is right: by leaving one phrasing out, and on questions kept apart.

python -m bench.faq_matching
"""

import argparse
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.product import keep

ROOT = Path(__file__).resolve().parent.parent
TWIN = 0.9  # cosine above which two phrasings say the same
LABELLED = ROOT / "library" / "labelled" / "faq.toml"


def main(words: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.parse_args(words)
    keep("faq_matching", measure())
    return 0


def measure() -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.config.settings.test")
    django.setup()
    from bole.hiring.enquiries import library, matching
    from bole.measurement.runtimes.usem import default_embedder

    model = default_embedder()
    pairs = [
        (key, text)
        for key, body in library.defaults().items()
        for said in body.values()
        for text in (said["question"], *said["also"])
    ]
    pairs += [(matching.PEOPLE, text) for text in library.people()]
    examples = matching.Examples(tuple(key for key, _ in pairs), model.embed([text for _, text in pairs]))
    asked = tomllib.loads(LABELLED.read_text(encoding="utf-8"))["questions"]
    vectors = model.embed([text for *_, text in asked])
    given = [matching.sure(matching.ranked(vector, examples)) for vector in vectors]
    rows = [
        (entry, one.key if one else None, text) for (_, entry, text), one in zip(asked, given, strict=True)
    ]
    return {
        "phrasings": len(pairs),
        "left_out": left_out(examples),
        "kept_apart": figures([(wanted, got) for wanted, got, _ in rows]),
        "wrong": [row for row in rows if row[1] and row[1] != row[0]],
    }


def left_out(examples: Any) -> dict[str, Any]:
    """Each phrasing judged by all but itself and its near twins: the closed form of ridge regression, one
    group of rows left out together by its block of K⁻¹."""
    from bole.hiring.enquiries import matching

    classes = sorted(set(examples.keys))
    wanted = np.array([[float(key == one) for one in classes] for key in examples.keys])
    cosine = (examples.vectors @ examples.vectors.T).astype(np.float64)
    inverse = np.linalg.inv(
        np.exp(matching.SHARPNESS * (cosine - 1.0)) + matching.RIDGE * np.eye(len(cosine))
    )
    weights, scores = inverse @ wanted, np.zeros_like(wanted)
    for group in twins(cosine):
        scores[group] = wanted[group] - np.linalg.solve(inverse[np.ix_(group, group)], weights[group])
    pairs = []
    for key, row in zip(examples.keys, scores, strict=True):
        order = np.argsort(-row)
        best = matching.sure([matching.Match(classes[at], float(row[at])) for at in order[:2]])
        pairs.append((key, best.key if best else None))
    return figures(pairs)


def twins(cosine: np.ndarray) -> list[list[int]]:
    """Phrasings in groups: whoever lies nearer than TWIN to one of a group belongs to it."""
    left, groups = set(range(len(cosine))), []
    while left:
        group, fresh = [], [left.pop()]
        while fresh:
            group.append(at := fresh.pop())
            near = left & set(np.flatnonzero(cosine[at] > TWIN).tolist())
            left -= near
            fresh += near
        groups.append(sorted(group))
    return groups


def figures(pairs: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    answered = [(wanted, got) for wanted, got in pairs if got]
    right = sum(wanted == got for wanted, got in answered)
    answerable = sum(bool(wanted) for wanted, _ in pairs)
    return {
        "n": len(pairs),
        "answerable": answerable,
        "answered": len(answered),
        "right": right,
        "precision": round(right / max(1, len(answered)), 3),
        "recall": round(right / max(1, answerable), 3),
        "answered_though_nobody_knows": sum(not wanted for wanted, _ in answered),
    }


if __name__ == "__main__":
    raise SystemExit(main())
