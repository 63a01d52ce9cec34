"""What the analysis must cost at least: the same models, settings and rates, nothing else.

    python bench/bare.py CLIP [--models DIR] [--json]

Imports nothing of bole. One decode; face 10 Hz, pose 2.5 Hz, face detector 1 Hz; voice activity; Whisper base
int8, beam 5, one thread, on spoken stretches; pitch. Prints CPU seconds per part, start-up apart.
"""

import argparse
import json
import math
import os
import resource
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ.setdefault("GLOG_minloglevel", "2")
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
_imports = time.process_time()

import av  # noqa: E402
import cv2  # noqa: E402
import mediapipe as mp  # noqa: E402
import numpy as np  # noqa: E402
from faster_whisper import WhisperModel  # noqa: E402
from faster_whisper.audio import pad_or_trim  # noqa: E402
from faster_whisper.tokenizer import Tokenizer  # noqa: E402
from faster_whisper.transcribe import get_suppressed_tokens  # noqa: E402
from faster_whisper.vad import VadOptions, get_speech_timestamps  # noqa: E402
from mediapipe.tasks.python import BaseOptions, vision  # noqa: E402
from swift_f0 import SwiftF0  # noqa: E402

RATE, FACE_HZ, POSE_HZ, COUNT_HZ, MAX_SIDE, WINDOW = 16_000, 10.0, 2.5, 1.0, 640, 29.0
spent: dict[str, float] = defaultdict(float)
spent["start"] = time.process_time() - _imports


@contextmanager
def timed(name):
    before, others = time.process_time(), sum(spent.values())
    try:
        yield
    finally:
        spent[name] += time.process_time() - before - (sum(spent.values()) - others)


class Models:
    """All models, loaded before the clip is touched."""

    def __init__(self, folder):
        cv2.setNumThreads(1)
        video = vision.RunningMode.VIDEO
        self.face = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(folder / "face_landmarker.task")),
                running_mode=video, num_faces=1,
                output_face_blendshapes=True, output_facial_transformation_matrixes=True,
            )
        )  # fmt: skip
        self.pose = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(folder / "pose_landmarker_full.task")),
                running_mode=video,
            )
        )
        self.count = cv2.FaceDetectorYN.create(
            str(folder / "face_detection_yunet_2023mar.onnx"), "", (320, 320), 0.8
        )
        self.whisper = WhisperModel(
            str(folder / "whisper-base"),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            local_files_only=True,
        )
        self.pitch = SwiftF0(threads=1, spin=False)

    def close(self):
        self.face.close()
        self.pose.close()


class Eyes:
    """Every frame is decoded; only the due ones are converted and shown."""

    def __init__(self, models):
        self.models = models
        self.due = {"faces": 0.0, "body": 0.0, "presence": 0.0}
        self.step = {"faces": 1 / FACE_HZ, "body": 1 / POSE_HZ, "presence": 1 / COUNT_HZ}

    def show(self, at, frame):
        due = [name for name, when in self.due.items() if at + 1e-6 >= when]
        if not due:
            return
        scale = min(1.0, MAX_SIDE / max(frame.width, frame.height))
        size = {"width": round(frame.width * scale), "height": round(frame.height * scale)}
        image = frame.to_ndarray(format="rgb24", **size)
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
        for name in due:
            self.due[name] = max(self.due[name] + self.step[name], at + self.step[name] / 2)
            with timed(name):
                self.look(name, at, image, picture)

    def look(self, name, at, image, picture):
        if name == "faces":
            self.models.face.detect_for_video(picture, int(at * 1000))
        elif name == "body":
            self.models.pose.detect_for_video(picture, int(at * 1000))
        else:
            size = (320, round(image.shape[0] * 320 / image.shape[1]))
            self.models.count.setInputSize(size)
            self.models.count.detect(np.ascontiguousarray(cv2.resize(image, size)[:, :, ::-1]))


def decode(path, eyes):
    """Sound at 16 kHz; the eyes see the pictures."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    sound = []
    with av.open(str(path)) as container:
        for stream in container.streams.video:
            stream.codec_context.thread_count = 1
        for frame in container.decode(*container.streams.audio[:1], *container.streams.video[:1]):
            if isinstance(frame, av.VideoFrame):
                eyes.show(frame.time, frame)
            else:
                frame.pts = None
                sound += [piece.to_ndarray() for piece in resampler.resample(frame)]
    return np.concatenate(sound, axis=1)[0].astype(np.float32) / 32768


def hear(model, audio, spans):
    """Windows of equal length over the spoken samples: encode, find the language, decode, align."""
    kept = np.concatenate([audio[s["start"] : s["end"]] for s in spans])
    count = math.ceil(len(kept) / RATE / WINDOW)
    language, text = "", ""
    for piece in np.array_split(kept, count):
        features = model.feature_extractor(piece)[:, :-1]
        encoding = model.encode(pad_or_trim(features))
        if not language:
            found = {token[2:-2]: p for token, p in model.model.detect_language(encoding)[0]}
            language = max(("zh", "en"), key=lambda code, found=found: found[code])
        tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language=language)
        result = model.model.generate(
            encoding, [model.get_prompt(tokenizer, [], without_timestamps=True)], beam_size=5,
            max_length=model.max_length, suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )[0]  # fmt: skip
        tokens = [token for token in result.sequences_ids[0] if token < tokenizer.eot]
        model.find_alignment(tokenizer, [tokens], encoding, features.shape[1])
        text += tokenizer.decode(tokens)
    return language, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clip", type=Path)
    parser.add_argument("--models", type=Path, default=Path(os.environ.get("BOLE_MODELS_DIR", "var/models")))
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with timed("start"):
        models = Models(wanted.models)
    with timed("decode"):
        audio = decode(wanted.clip, Eyes(models))
    with timed("activity"):
        spans = get_speech_timestamps(audio, VadOptions(min_silence_duration_ms=200, speech_pad_ms=200))
    with timed("recognition"):
        language, text = hear(models.whisper, audio, spans)
    with timed("pitch"):
        models.pitch.detect(audio, RATE, 65.0, 500.0)
    models.close()
    report(wanted, len(audio) / RATE, language, text)


def report(wanted, seconds, language, text):
    work = sum(value for name, value in spent.items() if name != "start")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "seconds": round(seconds, 2), "language": language, "characters": len(text),
        "cpu_seconds": {name: round(value, 3) for name, value in spent.items()},
        "work": round(work, 3), "per_second": round(work / seconds, 4), "peak_mib": round(peak),
    }  # fmt: skip
    if wanted.json:
        print(json.dumps(result))
        return
    for name, value in result["cpu_seconds"].items():
        print(f"{name:12} {value:8.2f} s")
    print(f"work {work:.2f} s CPU for {seconds:.1f} s: {work / seconds:.3f} per second; peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
