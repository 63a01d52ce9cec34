"""The `bole` program: one word picks a command, its module is loaded only then.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done (some files of several), 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from bole import __version__
from bole.kernel.errors import BoleError

FAILED, USAGE, INTERRUPTED = 1, 2, 130


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives and what `bole --help` says of it."""

    module: str
    summary: str
    function: str = "run"

    def load(self) -> Callable[[Sequence[str]], int]:
        """Import the module; nothing else of bole has been imported before."""
        loaded: Callable[[Sequence[str]], int] = getattr(
            import_module(f"bole.cli.{self.module}"), self.function
        )
        return loaded


COMMANDS = {
    "demo": Command("demo", "the fictional bank with interviews rated by the real models"),
    "up": Command("up", "database, web server and workers of this installation; --lan for phones"),
    "api-client": Command("api_client", "systems that may call the open interface"),
    "staff": Command("staff", "the bank's units and accounts; makes the first of them"),
    "web": Command("web", "the web server alone"),
    "worker": Command("worker", "one worker process for chosen queues"),
    "models": Command("models", "install, list or verify the model files"),
    "analyse": Command("analyse", "score recorded answers into JSON, without a database"),
    "parse-resume": Command("parse_resume", "read résumés into JSON, without a database"),
    "parse-document": Command("parse_document", "read photographs of cards and certificates into JSON"),
    "attack": Command("attack", "try to earn points without an answer; scores before and after"),
    "measure": Command("measure", "score typed answers, fit a rater on marked ones, evaluate it"),
    "rescore": Command("rescore", "rate an archive by another rubric; what would change"),
    "probes": Command("probes", "decide on an interview's follow-up questions again, and compare"),
    "library": Command("library", "check questions, frameworks, jobs and guides"),
    "draft": Command("draft", "let the bank's language model draft a question for review"),
    "doctor": Command("doctor", "what is missing here, and how to mend it"),
    "backup": Command("backup", "encrypted copy of the database and the files", "backup"),
    "restore": Command("backup", "put a backup back and re-apply later erasures", "restore"),
    "person": Command("person", "a copy of all data of one candidate, or its erasure"),
    "keys": Command("keys", "make, list, rotate or retire the master keys"),
    "signing": Command("signing", "the seal on signed documents: show, make a test authority, verify a file"),
    "audit": Command("audit", "verify the audit chain, or print its head"),
    "bundle": Command("bundle", "write an offline release"),
}

EXAMPLES = """examples:
  bole demo                                   try it: fictional bank, real models, Ctrl-C stops
  bole demo --once --json summary.json        the same, then stop and leave nothing running
  bole up --lan                               real phones on this network, over HTTPS
  bole analyse a.webm --question teller-complaint --json out.json
  bole doctor                                 when something does not work

`bole COMMAND --help` explains one command."""


def usage() -> str:
    """What `bole --help` prints."""
    lines = [
        f"bole {__version__}: a bank's own platform for interviewing and hiring",
        "",
        "usage: bole COMMAND ...",
        "",
    ]
    lines += [f"  {name:<9} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join([*lines, "", EXAMPLES])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if words else USAGE
    if words[0] == "--version":
        print(__version__)
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        print(f"bole: there is no command {words[0]!r}\n\n{usage()}", file=sys.stderr)
        return USAGE
    return _run(words[0], command, words[1:])


def _run(name: str, command: Command, rest: Sequence[str]) -> int:
    try:
        return command.load()(rest)
    except BoleError as error:
        print(f"bole {name}: {error.message}", file=sys.stderr)
        return FAILED
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "bole":
            raise
        print(
            f"bole {name}: Python package {error.name!r} is not installed; `bole doctor` says how to mend it",
            file=sys.stderr,
        )
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except OSError as error:
        if error.filename is None:  # nothing the caller named: a fault of ours, shown whole
            raise
        print(f"bole {name}: {error.filename}: {error.strerror}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
