"""Processes, for HR and whoever designs them."""

from django.urls import path

from bole.hiring.pipeline import console_views as views

app_name = "processes"
urlpatterns = [
    path("processes/", views.index, name="list"),
    path("processes/<slug:key>/", views.process, name="process"),
    path("processes/<slug:key>/draft/", views.draft, name="draft"),
    path("processes/<slug:key>/copy/", views.copy, name="copy"),
    path("processes/<slug:key>/draft/stage/", views.stage, name="stage-new"),
    path("processes/<slug:key>/draft/stage/<slug:stage_key>/", views.stage, name="stage"),
    path("processes/<slug:key>/draft/stage/<slug:stage_key>/place/", views.place, name="place"),
]
