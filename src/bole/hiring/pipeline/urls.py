"""Moves. The board itself is the console's: it shows what higher steps know."""

from django.urls import path

from bole.hiring.pipeline import views

app_name = "pipeline"
urlpatterns = [
    path("applications/<uuid:application_id>/advance/", views.advance, name="advance"),
    path("applications/<uuid:application_id>/decline/", views.decline, name="decline"),
    path("applications/<uuid:application_id>/hold/", views.hold, name="hold"),
    path("applications/<uuid:application_id>/resume/", views.resume, name="resume"),
    path("applications/<uuid:application_id>/reopen/", views.reopen, name="reopen"),
]
