"""Storeys, pure wings and doors."""

from functools import cache

import grimp
from importlinter.cli import lint_imports

from tests.architecture import house

DOORS = {"services", "queries", "events", "urls", "policies"}
# What the plumbing offers besides: vocabulary every capability writes itself in.
MORE_DOORS = {
    "access": {
        "",
        "actors",
        "deliveries",
        "permissions",
        "views",
        "roles",
        "rls",
        "denials",
        "failures",
        "middleware",
        "models",
        "throttle",
    },
    "approvals": {"kinds"},
    "audit": {"rules", "words"},
    "events": {"", "bus", "live"},
    "files": {"links", "storage", "serving", "workshops"},
    "keys": {"", "crypto", "current", "fields", "keyring", "rotation"},
    "messaging": {"templates"},
    "org": {"models"},
    "privacy": {"journal", "registry", "rules", "tombstones", "wordings"},
    "queue": {"", "timers", "retry", "models"},
    "signing": {"typesetting"},
    "ui": {""},
    "workdays": {"bank_time"},
}
HIRING_DOORS = {
    "interviews": {"link"},  # the decorator that turns a candidate's token into an actor
    "personal_links": {"link"},  # the same for the person's own pages
    "pipeline": {"rules"},  # stages and the process: the vocabulary of every page that moves an application
}
# The shells that put everything together, and the seed, which plays an installation's history.
COMPOSERS = ("bole.config", "bole.cli")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("bole", exclude_type_checking_imports=True, cache_dir=None)


def capability(module: str) -> tuple[str, str] | None:
    """``bole.hiring.pipeline.services.x`` → (``hiring.pipeline``, ``services``)."""
    parts = module.split(".")
    if len(parts) < 3 or parts[1] not in {"hiring", "workforce", "foundation"}:
        return None
    return f"{parts[1]}.{parts[2]}", parts[3] if len(parts) > 3 else ""


def trespasses(edges: list[tuple[str, str]]) -> list[str]:
    """Imports across capabilities that do not land on a door."""
    found = []
    for importer, imported in edges:
        target = capability(imported)
        own = capability(importer)
        if target is None or (own and own[0] == target[0]) or importer.startswith(COMPOSERS):
            continue
        name, room = target
        storey, short = name.split(".")
        open_doors = DOORS | (MORE_DOORS if storey == "foundation" else HIRING_DOORS).get(short, set())
        if storey == "foundation" and short == "ui":
            continue  # components are made to be used
        if room not in open_doors:
            found.append(f"{importer} → {imported}")
    return found


def test_the_contracts_in_pyproject_are_kept() -> None:
    assert lint_imports(config_filename=str(house.REPOSITORY / "pyproject.toml"), no_cache=True) == 0


def test_capabilities_enter_each_other_by_the_doors() -> None:
    edges = [
        (importer, imported)
        for importer in sorted(graph().modules)
        if ".tests" not in importer and ".migrations" not in importer
        for imported in sorted(graph().find_modules_directly_imported_by(importer))
    ]
    assert trespasses(edges) == []


def test_a_planted_trespass_is_seen() -> None:
    assert trespasses(
        [
            ("bole.hiring.assessment.services", "bole.hiring.pipeline.models"),
            ("bole.hiring.assessment.services", "bole.hiring.pipeline.services"),
            ("bole.web.console.views", "bole.hiring.interviews.rules"),
            ("bole.hiring.pipeline.views", "bole.foundation.queue.periodic"),
            ("bole.hiring.pipeline.views", "bole.hiring.pipeline.rules"),
        ]
    ) == [
        "bole.hiring.assessment.services → bole.hiring.pipeline.models",
        "bole.web.console.views → bole.hiring.interviews.rules",
        "bole.hiring.pipeline.views → bole.foundation.queue.periodic",
    ]


def test_every_package_stands_on_a_storey() -> None:
    shelves = {"bole", "bole.foundation", "bole.hiring", "bole.workforce"}  # packages that only hold packages
    lost = {
        module
        for module in graph().modules
        if house.height(module) < 0 and not {"tests", "conftest"} & set(module.split("."))
    }
    assert lost == shelves
    assert house.height("bole.hiring.pipeline") > house.height("bole.hiring.candidates")
    assert house.height("bole.hiring.candidates") == house.height("bole.hiring.requisitions.models")
    assert house.height("bole.foundation.ui") < house.height("bole.hiring.candidates")
