"""Board and moves."""

from django.urls import path

from bole.hiring.pipeline import views

app_name = "pipeline"
urlpatterns = [
    path("board/", views.show_board, name="board"),
    path("applications/<uuid:application_id>/advance/", views.advance, name="advance"),
    path("applications/<uuid:application_id>/decline/", views.decline, name="decline"),
]
