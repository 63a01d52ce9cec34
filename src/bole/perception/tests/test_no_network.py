"""Nothing leaves the machine, shown below Python: the whole ``bole analyse`` with real models.

Once in a network namespace that has no interface but a dead loopback, once under a system-call trace.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bole.perception.tests import making

pytestmark = pytest.mark.media
QUIETING = {"CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"}
SOURCE = Path(__file__).resolve().parents[3]
INTERNET = re.compile(r"(connect|sendto|sendmsg|sendmmsg|bind|socket)\(.*AF_INET")


@pytest.fixture(scope="module")
def clip(teller, tmp_path_factory) -> Path:
    pictures, sound, _ = making.read(teller, 8.0)
    return making.write(tmp_path_factory.mktemp("clip") / "answer.webm", pictures, sound)


def loud() -> dict[str, str]:
    """The environment without what would quiet a library by chance: some keep still when they see a CI."""
    env = {name: value for name, value in os.environ.items() if name not in QUIETING}
    return {**env, "PYTHONPATH": str(SOURCE)}


def analyse(prefix, clip, models_dir, out):
    command = [*prefix, sys.executable, "-m", "bole.cli", "analyse", str(clip),
               "--question", "teller-complaint", "--json", str(out)]  # fmt: skip
    env = {**loud(), "BOLE_MODELS_DIR": str(models_dir)}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=500, check=False)


def check(result, out) -> None:
    assert result.returncode == 0, result.stderr[-2000:]
    (answer,) = json.loads(out.read_text("utf-8"))
    assert "error" not in answer
    assert "客户" in answer["transcript"]["text"]
    assert answer["events"]
    assert {"whisper-base", "face-landmarker", "pose-landmarker-full"} <= set(answer["provenance"]["models"])


def namespace() -> list[str]:
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        tried = subprocess.run([*prefix, "ls", "/sys/class/net"], capture_output=True, check=False)
        if tried.returncode == 0:
            return prefix
    return []


def test_analyse_works_where_there_is_no_network(clip, models_dir, tmp_path):
    prefix = namespace()
    if not prefix:
        pytest.skip("this kernel forbids network namespaces")
    links = subprocess.run([*prefix, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True)
    assert [line.split(":")[0].strip() for line in links.stdout.splitlines()[2:]] in (["lo"], [])
    out = tmp_path / "out.json"
    check(analyse(prefix, clip, models_dir, out), out)


def test_no_system_call_of_analyse_reaches_for_the_internet(clip, models_dir, tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace.txt"
    prefix = ["strace", "-f", "-qq", "-o", str(trace),
              "-e", "trace=socket,bind,connect,sendto,sendmsg,sendmmsg"]  # fmt: skip
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel forbids tracing")
    out = tmp_path / "out.json"
    check(analyse(prefix, clip, models_dir, out), out)
    reached = [line for line in trace.read_text("utf-8", "replace").splitlines() if INTERNET.search(line)]
    assert reached == []


@pytest.mark.long
def test_a_process_that_lives_on_does_not_report_either(tmp_path):
    """onnxruntime from 1.29 on reports its use to its maker unless told not to, some seconds after start."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    stay = (
        "import time, numpy, bole; from bole.perception.runtimes import silero\n"
        "silero.speech_probability(numpy.zeros(16000, numpy.float32)); time.sleep(20)"
    )
    trace = tmp_path / "trace.txt"
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(trace),
        "-e",
        "trace=socket,connect",
        sys.executable,
        "-c",
        stay,
    ]
    subprocess.run(command, env=loud(), capture_output=True, check=True)
    assert [line for line in trace.read_text("utf-8", "replace").splitlines() if INTERNET.search(line)] == []


def test_the_trace_would_show_it(tmp_path):
    """The same trace of a program that does connect is not empty: the test above can fail."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace.txt"
    reach = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(trace),
        "-e",
        "trace=socket,connect",
        sys.executable,
        "-c",
        reach,
    ]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this kernel forbids tracing")
    assert any(INTERNET.search(line) for line in trace.read_text("utf-8", "replace").splitlines())
