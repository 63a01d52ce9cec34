"""Nothing of the machine it was written on, and no package registry, is named in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture import house

# Put together here so that this file does not name them either.
HOSTS = (
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "registry" + r"\.npm",
    "npmjs" + r"\.(org|com)",
    "proxy.golang" + r"\.org",
    "crates" + r"\.io",
    "mirrors?" + r"\.(aliyun|tuna|ustc|cloud)",
)
PATHS = (r"(?<![\w.])/" + "work/", r"(?<![\w.])/" + "root/", r"/home/[a-z]+/", r"/" + "tmp/bash_jobs")
FORBIDDEN = re.compile("|".join(HOSTS + PATHS))
BINARY = {".png", ".jpg", ".ico", ".woff2", ".mp4", ".webm", ".mo", ".onnx", ".gz"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=house.REPOSITORY, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [house.REPOSITORY / name for name in names if Path(name).suffix not in BINARY]


def offences(text: str) -> list[str]:
    return [match.group(0) for match in FORBIDDEN.finditer(text)]


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    found = {}
    for path in tracked():
        if path.is_file() and (hits := offences(path.read_text(encoding="utf-8", errors="replace"))):
            found[str(path.relative_to(house.REPOSITORY))] = sorted(set(hits))
    assert found == {}


def test_the_pattern_sees_what_it_should() -> None:
    assert offences("see /" + "work/main/x and https://" + "pypi" + ".org/simple")
    assert not offences("homework/ and /workers/ and pypi alone")
