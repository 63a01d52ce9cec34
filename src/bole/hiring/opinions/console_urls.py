"""Surveys: list, builder, results."""

from django.urls import path

from bole.hiring.opinions import views, views_results

app_name = "opinions"
urlpatterns = [
    path("surveys/", views.listing, name="list"),
    path("surveys/begin/", views.begin, name="begin"),
    path("surveys/<uuid:survey_id>/", views.build, name="build"),
    path("surveys/<uuid:survey_id>/sending/", views.sending, name="sending"),
    path("surveys/<uuid:survey_id>/results/", views_results.results, name="results"),
]
