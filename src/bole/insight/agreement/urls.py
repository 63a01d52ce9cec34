"""``/console/agreement/…``."""

from django.urls import path

from bole.insight.agreement import views

app_name = "agreement"
urlpatterns = [
    path("agreement/", views.show, name="show"),
    path("agreement/agreement.csv", views.export, name="csv"),
    path("agreement/panels/<uuid:panel_id>/", views.panel, name="panel"),
    path("agreement/mine/", views.mine, name="mine"),
    path("agreement/raters/", views.raters, name="raters"),
    path("agreement/raters/purpose/", views.purpose, name="purpose"),
    path("agreement/raters/<uuid:user_id>/", views.rater, name="rater"),
    path("agreement/machine/", views.machine, name="machine"),
    path("agreement/machine/machine.csv", views.machine_export, name="machine-csv"),
    path("agreement/machine/<uuid:mismatch_id>/propose/", views.propose, name="propose"),
]
