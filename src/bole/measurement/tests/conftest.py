"""The same texts are rated by many tests and the ratings are kept in memory: one process runs them all."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "bole/measurement/tests" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("ratings"))
