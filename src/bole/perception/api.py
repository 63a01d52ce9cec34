"""The door of perception: recordings in, one observation out. No Django, no database, no network.

Units of ``Event.value``: nod and head_shake, how many times; smile, mean blendshape 0–1; frown, mean score
0–1 above the person's own median; blink, seconds; look_away, largest yaw from the person's median in degrees
(+ to the picture's right); face_absent, seconds; second_face, most faces seen at once; posture_shift, move of
the shoulders' midpoint in shoulder widths; gesture, reach of the hand in shoulder widths.

Quality reasons: every channel ``not_requested``; audio ``no_audio, too_quiet, clipped, noisy``; speech
``no_speech, too_short, language_outside``; video ``no_video, too_dark, too_bright``; face ``no_video,
face_lost``; body ``no_video, body_lost``.
"""

import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from bole.kernel.answers import ChannelQuality, LawMode, Observation
from bole.perception.errors import PerceptionError
from bole.perception.models import library_dir
from bole.perception.plan import Plan, load_plan
from bole.perception.types import CHANNELS, Progress, Scene, in_order

__all__ = ["CHANNELS", "default_plan", "default_plan_path", "merge", "observe"]


_Quality = Mapping[str, ChannelQuality]


def default_plan_path() -> Path:
    """library/plans/default.toml, or the file ``BOLE_PLAN`` names."""
    named = os.environ.get("BOLE_PLAN")
    return Path(named) if named else library_dir() / "plans" / "default.toml"


def default_plan() -> Plan:
    """The plan this installation uses."""
    return load_plan(default_plan_path())


def observe(
    paths: Sequence[Path],
    *,
    languages: Sequence[str],
    channels: frozenset[str],
    law: LawMode,
    plan: Plan | None = None,
    models_dir: Path,
    progress: Progress = lambda _stage, _share: None,
) -> Observation:
    """Observe one answer, given as its recordings in order, in this process.

    ``languages``: those the question allows (speech is transcribed in the likeliest of them).
    ``channels``: any of speech, voice, face, body. The same bytes give the same observation, in any process
    and whichever channels run together, except ``cpu_seconds``. Raises ``PerceptionError``.
    """
    if not paths or not languages or not channels <= CHANNELS or not channels:
        raise PerceptionError("needs recordings, languages and known channels", code="plan_invalid")
    from bole.perception import pipeline  # the model runtimes are heavy; a web process never loads them

    scene = Scene(
        paths=[Path(path) for path in paths], plan=plan or default_plan(), models_dir=models_dir,
        languages=tuple(languages), channels=channels, law=law, progress=progress,
    )  # fmt: skip
    return pipeline.run(scene)


def merge(speech: Observation, vision: Observation) -> Observation:
    """One observation from a run with speech/voice and one with face/body of the same answer.

    Equals a run with all channels, except ``cpu_seconds``. Raises ``not_mergeable``.
    """
    if (speech.duration, speech.joints) != (vision.duration, vision.joints):
        raise PerceptionError("the two runs are of different recordings", code="not_mergeable")
    return dataclasses.replace(
        speech,
        events=in_order((*speech.events, *vision.events)),
        quality={name: _asked(speech.quality, vision.quality, name) for name in speech.quality},
        models=dict(sorted({**speech.models, **vision.models}.items())),
        cpu_seconds=_added(speech.cpu_seconds, vision.cpu_seconds),
    )


def _asked(one: _Quality, other: _Quality, name: str) -> ChannelQuality:
    return other[name] if "not_requested" in one[name].reasons else one[name]


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: round(one.get(name, 0.0) + other.get(name, 0.0), 3) for name in sorted({*one, *other})}
