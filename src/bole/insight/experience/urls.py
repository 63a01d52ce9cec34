"""``/console/experience/…``."""

from django.urls import path

from bole.insight.experience import views

app_name = "experience"
urlpatterns = [
    path("experience/", views.show, name="show"),
    path("experience/experience.csv", views.export, name="csv"),
]
