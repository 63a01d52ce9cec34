"""Feedback in the console: what waits, one letter, and when letters go."""

from django.urls import path

from bole.hiring.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.listing, name="list"),
    path("feedback/rules/", views.rules_page, name="rules"),
    path("feedback/<uuid:feedback_id>/", views.one, name="one"),
    path("feedback/<uuid:feedback_id>/edit/", views.edit, name="edit"),
    path("feedback/<uuid:feedback_id>/release/", views.release, name="release"),
]
