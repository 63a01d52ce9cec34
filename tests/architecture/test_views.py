"""Every address says who may call it."""

from bole.foundation.access import checks


def test_every_view_declares_its_permission() -> None:
    assert [message.msg for message in checks.views_declare_access()] == []


def test_there_are_views_to_ask() -> None:
    assert len(list(checks.patterns())) > 10
