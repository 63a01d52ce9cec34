"""``/console/…``: observations and question use."""

from django.urls import path

from bole.hiring.integrity import views

app_name = "integrity"
urlpatterns = [
    path("interviews/<uuid:interview_id>/observations/", views.panel, name="panel"),
    path("observations/", views.waiting, name="waiting"),
    path("observations/<uuid:finding_id>/decide/", views.decide, name="decide"),
    path("observations/decisions/<uuid:decision_id>/settle/", views.settle, name="settle"),
    path("question-use/", views.question_use, name="question-use"),
]
