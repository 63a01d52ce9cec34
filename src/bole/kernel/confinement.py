"""What a child process that opens strangers' files gives up, and what its death meant.

Shared by the packages that open such files: recordings (perception) and résumés (parsing).
"""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
from collections.abc import Mapping
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
OUT_OF_MEMORY = (
    "MemoryError", "bad_alloc", "annot allocate memory", "ailed to allocate", "failed to map segment",
    "AllocateTensors", "std::system_error", "Resource temporarily unavailable", "ut of memory",
    "pthread_create failed", "start new thread",
)  # fmt: skip


def leave_everything() -> None:
    """Die with the parent, gain no rights, and leave all network interfaces behind where the kernel allows
    it.

    Nothing here opens a connection anyway, so it goes on where the kernel does not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a killed worker leaves no child behind
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWNET):
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def limit(limits: Mapping[str, Any]) -> None:
    """Set hard limits: ``memory_bytes`` of address space, ``cpu_seconds``, ``open_files``,
    ``written_bytes``."""
    cpu = int(limits["cpu_seconds"])
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits["memory_bytes"], limits["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu, cpu + 2),  # first SIGXCPU, which can be told from other deaths
        (resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"], limits["written_bytes"]),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (int(soft), int(hard)))


def end(child: subprocess.Popen[bytes]) -> None:
    """Kill the whole group: nothing a file started survives its answer."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def obituary(code: int | None, complaints: str) -> dict[str, str]:
    """{code, message} of a death: exit code (negative: signal) and what was written to standard error."""
    if code in (-signal.SIGXCPU, -signal.SIGXFSZ):
        name = signal.Signals(-code).name
        return {"code": "limit_exceeded", "message": f"the child hit a limit ({name})"}
    if any(sign in complaints for sign in OUT_OF_MEMORY):
        return {"code": "limit_exceeded", "message": "the child ran out of memory"}
    last = (complaints.strip().splitlines() or ["no message"])[-1]
    return {"code": "child_died", "message": f"the child ended with {code}: {last}"}
