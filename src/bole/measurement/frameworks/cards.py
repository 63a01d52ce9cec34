"""Competencies as pages show them: names, indicators, anchors; a job's own wording before the general one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bole.measurement.frameworks.loading import (
    library_dir,
    load_framework,
    load_question,
    load_scales,
    question_keys,
)
from bole.measurement.frameworks.portraits import load_guide
from bole.measurement.frameworks.schema import Scale


def competencies(keys: Sequence[str], job: str = "") -> dict[str, dict[str, dict[str, str]]]:
    """Anchors ``{"1": {zh, en}, "3": …, "5": …}`` by competency; {} for an unknown key.

    Where the library has a framework of that job, its anchors go before the general ones.
    """
    scales = _scales(job)
    return {key: _anchors(scales[key]) if key in scales else {} for key in keys}


def competency_labels() -> dict[str, dict[str, str]]:
    """Every competency of the library with its name in both languages."""
    return {key: scale.label.to_json() for key, scale in _scales("").items()}


def competency_cards(job: str = "") -> dict[str, dict[str, Any]]:
    """Every competency with label, indicators and anchors, in the job's own wording where it has one."""
    return {
        key: {
            "label": scale.label.to_json(),
            "indicators": [one.to_json() for one in scale.indicators],
            "anchors": _anchors(scale),
        }
        for key, scale in _scales(job).items()
    }


def guide_questions(guide: str) -> tuple[str, ...]:
    """Keys of the questions a guide of the library asks, in order. Raises RubricError."""
    return load_guide(library_dir() / "guides" / f"{guide}.toml")


def measured_by(keys: Iterable[str]) -> set[str]:
    """The competencies these questions measure; unknown questions measure none."""
    known = set(keys) & set(question_keys())
    return {one.key for key in known for one in load_question(key).competencies}


def _scales(job: str) -> Mapping[str, Scale]:
    library = str(library_dir())
    scales = dict(load_scales(library)[0])
    framework = load_framework(library, job) if job else None
    if framework is not None:
        scales |= {key: expected.scale for key, expected in framework.competencies.items()}
    return scales


def _anchors(scale: Scale) -> dict[str, dict[str, str]]:
    return {level: text.to_json() for level, text in scale.anchors.items()}
