"""The sherpa-onnx adapter against a stand-in of the library's interface; no weights of it are at hand."""

import sys
import types

import numpy as np
import pytest

from bole.perception.errors import PerceptionError
from bole.perception.runtimes.sherpa import SherpaRecogniser, join_tokens


def test_tokens_become_words():
    tokens = ["▁he", "llo", "▁world", "你", "好", "wel@@", "come"]
    starts = [0.0, 0.2, 0.5, 1.0, 1.2, 1.5, 1.7]
    words = join_tokens(tokens, starts, 2.0, 3)
    assert [w.text for w in words] == [" hello", " world", "你", "好", "welcome"]
    assert [(w.start, w.end) for w in words][:2] == [(0.0, 0.5), (0.5, 1.0)]
    assert (words[-1].end, words[-1].piece) == (2.0, 3)


class Stream:
    def accept_waveform(self, rate, samples):
        assert (rate, samples.dtype) == (16_000, np.float32)
        self.result = types.SimpleNamespace(lang="<|zh|>", tokens=["你", "好"], timestamps=[0.1, 0.4])


class Model:
    @classmethod
    def from_sense_voice(cls, *, model, tokens, num_threads, use_itn):
        assert tokens.endswith("tokens.txt")
        assert (num_threads, use_itn) == (1, True)
        return cls()

    def create_stream(self):
        return Stream()

    def decode_stream(self, stream):
        assert stream.result


@pytest.fixture
def library(monkeypatch):
    monkeypatch.setitem(sys.modules, "sherpa_onnx", types.SimpleNamespace(OfflineRecognizer=Model))


def test_the_language_the_model_names_is_used(library, tmp_path):
    recogniser = SherpaRecogniser(tmp_path / "model.onnx", {"kind": "sense-voice"})
    pieces = [np.zeros(16_000, np.float32)] * 2
    heard = recogniser.hear(pieces, languages=("en", "zh"), share=lambda _: None)
    assert (heard.language, dict(heard.languages)) == ("zh", {"zh": 1.0})
    assert [(w.text, w.piece) for w in heard.words] == [("你", 0), ("好", 0), ("你", 1), ("好", 1)]
    assert heard.words[1].end == 1.0


def test_an_unknown_kind_or_a_missing_package_is_named(library, tmp_path, monkeypatch):
    with pytest.raises(PerceptionError) as caught:
        SherpaRecogniser(tmp_path / "model.onnx", {"kind": "other"})
    assert caught.value.code == "plan_invalid"
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    with pytest.raises(PerceptionError) as caught:
        SherpaRecogniser(tmp_path / "model.onnx", {"kind": "sense-voice"})
    assert caught.value.code == "runtime_missing"
