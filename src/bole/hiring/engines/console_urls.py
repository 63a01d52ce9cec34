"""Interviews held elsewhere."""

from django.urls import path

from bole.hiring.engines import views

app_name = "engines"
urlpatterns = [
    path("elsewhere/", views.listing, name="list"),
    path("elsewhere/ask/<uuid:application_id>/", views.ask, name="ask"),
]
