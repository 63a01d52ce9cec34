"""``/console/effort/…``."""

from django.urls import path

from bole.insight.effort import views

app_name = "effort"
urlpatterns = [
    path("effort/", views.show, name="show"),
    path("effort/effort.csv", views.export, name="csv"),
    path("effort/norms/", views.norms, name="norms"),
]
