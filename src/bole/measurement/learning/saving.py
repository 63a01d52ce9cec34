"""A fitted rater as one file of plain numbers and text (npz without pickled objects), and back."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bole.kernel.errors import InvalidError
from bole.measurement.learning.bands import Band, Doubt
from bole.measurement.learning.clausal import Said
from bole.measurement.learning.fitted import Fitted
from bole.measurement.learning.kernels import Vocabulary
from bole.measurement.learning.maps import MonotoneMap
from bole.measurement.learning.questions import Known, Learner
from bole.measurement.learning.ridge import KernelRidge, Linear
from bole.measurement.learning.scales import Scales
from bole.measurement.learning.stack import Stack
from bole.measurement.learning.trees import Boosted

FORMAT = "bole.rater/3"
_KNOWN = ("words", "meanings", "profiles")
Arrays = dict[str, NDArray[Any]]
_MOST_BYTES = 512 * 1024 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)  # no clock in the file: the same rater is the same bytes


def to_bytes(fitted: Fitted) -> bytes:
    """The same bytes for the same rater."""
    arrays: Arrays = {"map.x": np.array(fitted.map.x), "map.y": np.array(fitted.map.y)}
    about: dict[str, Any] = {
        "format": FORMAT,
        "count": fitted.count,
        "overlooked": fitted.overlooked,
        "questions": [],
        "bands": {},
        "figures": dict(fitted.figures),
        "stack": False,
        "scale": fitted.scales.common,
        "scales": sorted([[*key], scale] for key, scale in fitted.scales.own.items()),
    }
    for number, (key, learner) in enumerate(sorted(fitted.learners.items(), key=lambda item: item[0])):
        index = learner.known.vocabulary.index
        words = sorted(index, key=index.__getitem__)
        about["questions"].append({"question": key[0], "points": key[1], "words": words})
        _put_learner(arrays, f"q{number}", learner)
    for tier, band in sorted(fitted.bands.items()):
        about["bands"][tier] = {
            "quantile": band.quantile, "limit": band.limit, "boosted": band.doubt.boosted is not None,
        }  # fmt: skip
        _put_linear(arrays, f"band.{tier}", band.doubt.linear)
        _put_boosted(arrays, f"band.{tier}", band.doubt.boosted)
    if fitted.stack is not None:
        about["stack"] = True
        _put_linear(arrays, "stack", fitted.stack.linear)
        _put_boosted(arrays, "stack", fitted.stack.boosted)
    return _packed(about, arrays)


def from_bytes(content: bytes) -> Fitted:
    """Raises InvalidError (``not_a_rater``) for anything else than such a file."""
    try:
        return _unpacked(content)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, EOFError) as error:
        raise InvalidError(f"this is no file of a fitted rater: {error}", code="not_a_rater") from error


def save(fitted: Fitted, path: Path) -> None:
    """Write whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(to_bytes(fitted))
    part.replace(path)


def load(path: Path) -> Fitted:
    """Raises InvalidError, or OSError where there is no such file."""
    return from_bytes(path.read_bytes())


def _packed(about: dict[str, Any], arrays: Arrays) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("rater.json", _DATE), json.dumps(about, ensure_ascii=False, sort_keys=True)
        )
        for name in sorted(arrays):
            one = BytesIO()
            np.lib.format.write_array(one, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _DATE), one.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpacked(content: bytes) -> Fitted:
    arrays: Arrays = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
            raise ValueError("it is too large")
        about = json.loads(archive.read("rater.json"))
        if about.get("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        for info in archive.infolist():
            if info.filename.endswith(".npy"):
                data = BytesIO(archive.read(info))
                arrays[info.filename.removesuffix(".npy")] = np.lib.format.read_array(
                    data, allow_pickle=False
                )
    learners = {
        (row["question"], tuple(row["points"])): _learner(arrays, f"q{number}", row["words"])
        for number, row in enumerate(about["questions"])
    }
    bands = {
        tier: Band(
            Doubt(
                _linear(arrays, f"band.{tier}"), _boosted(arrays, f"band.{tier}") if row["boosted"] else None
            ),
            row["quantile"],
            row["limit"],
        )
        for tier, row in about["bands"].items()
    }
    stack = Stack(_linear(arrays, "stack"), _boosted(arrays, "stack")) if about["stack"] else None
    shape = MonotoneMap(tuple(arrays["map.x"].tolist()), tuple(arrays["map.y"].tolist()))
    overlooked = float(about["overlooked"])
    scales = Scales(
        tuple(about["scale"]), {(key[0], tuple(key[1])): tuple(scale) for key, scale in about["scales"]}
    )
    return Fitted(shape, learners, stack, bands, int(about["count"]), overlooked, scales, about["figures"])


def _put_learner(arrays: Arrays, name: str, learner: Learner) -> None:
    known = learner.known
    arrays[f"{name}.idf"] = known.vocabulary.idf
    arrays[f"{name}.marks"] = known.marks
    arrays[f"{name}.familiar"] = np.array(learner.familiar)
    arrays[f"{name}.native"] = np.array(learner.native)
    arrays[f"{name}.rubric"] = known.rubric.astype(np.float16)
    for part in _KNOWN:
        arrays[f"{name}.{part}"] = getattr(known, part).astype(np.float32)
    arrays[f"{name}.clauses"] = known.said.clauses.astype(np.float16)
    arrays[f"{name}.starts"] = known.said.starts
    arrays[f"{name}.ridges"] = np.stack([[r.centre, *r.dual] for r in learner.ridges])


def _learner(arrays: Arrays, name: str, words: list[str]) -> Learner:
    rows = [arrays[f"{name}.{part}"].astype(np.float64) for part in _KNOWN]
    vocabulary = Vocabulary({w: i for i, w in enumerate(words)}, arrays[f"{name}.idf"])
    ridges = tuple(KernelRidge(float(r[0]), r[1:], np.zeros(0)) for r in arrays[f"{name}.ridges"])
    spoken = Said(arrays[f"{name}.clauses"].astype(np.float64), arrays[f"{name}.starts"])
    rubric = arrays[f"{name}.rubric"].astype(np.float64)
    known = Known(vocabulary, rows[0], rows[1], rows[2], spoken, rubric, arrays[f"{name}.marks"])
    (low, high), (far, near) = (arrays[f"{name}.{part}"].tolist() for part in ("familiar", "native"))
    return Learner(known, ridges, np.zeros((0, 0)), (low, high), (far, near))


def _put_linear(arrays: Arrays, name: str, linear: Linear) -> None:
    arrays[f"{name}.linear"] = np.stack([linear.mean, linear.scale, linear.weights])
    arrays[f"{name}.linear_centre"] = np.array(linear.centre)


def _linear(arrays: Arrays, name: str) -> Linear:
    mean, scale, weights = arrays[f"{name}.linear"]
    return Linear(mean, scale, weights, float(arrays[f"{name}.linear_centre"]))


def _put_boosted(arrays: Arrays, name: str, boosted: Boosted | None) -> None:
    if boosted is not None:
        arrays |= {
            f"{name}.feature": boosted.feature, f"{name}.cut": boosted.cut, f"{name}.leaf": boosted.leaf,
            f"{name}.start": np.array([boosted.centre, boosted.rate]),
        }  # fmt: skip


def _boosted(arrays: Arrays, name: str) -> Boosted:
    centre, rate = arrays[f"{name}.start"].tolist()
    return Boosted(centre, rate, arrays[f"{name}.feature"], arrays[f"{name}.cut"], arrays[f"{name}.leaf"])
