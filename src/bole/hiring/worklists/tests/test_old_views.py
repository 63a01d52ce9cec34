"""Views saved before searches were left out of them."""

from importlib import import_module

import pytest
from django.apps import apps

from bole.hiring.conftest import NOW, Cast
from bole.hiring.worklists import queries, services
from bole.hiring.worklists.models import SavedView

pytestmark = pytest.mark.django_db
migration = import_module("bole.hiring.worklists.migrations.0003_views_without_search")


def test_old_views_lose_whom_they_name_and_keep_their_filters(cast: Cast) -> None:
    old = {
        "named": ("late=on&q=%E6%9E%97%E5%B0%8F%E7%A6%BE&stay=3", "late=on&stay=3"),
        "only": ("q=13800000000", ""),
        "twice": ("q=a%40example.org&stay=3&q=b", "stay=3"),
        "long": ("q=x&job=" + "林" * 500, ""),
        "plain": ("late=on&job=a%20q", "late=on&job=a%20q"),
    }
    with cast.acting("hr"):
        for title, (query, _) in old.items():
            view = services.save_view(actor=cast.hr, title=title, query="", shared=False, now=NOW)
            SavedView.objects.filter(pk=view.pk).update(query=query)
    migration.clean(apps, None)
    with cast.acting("hr"):
        found = {view.title: view.query for view in queries.views_of(cast.hr)}
    assert found == {title: rest for title, (_, rest) in old.items()}
