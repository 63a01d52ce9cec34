"""Agreement in the console."""

from django.urls import path

from bole.hiring.calibration import rescoring_views, views

app_name = "calibration"
urlpatterns = [
    path("calibration/", views.agreement, name="agreement"),
    path("calibration/queue/", views.queue, name="queue"),
    path("calibration/queue/<uuid:sample_id>/assign/", views.assign, name="assign"),
    path("calibration/rescoring/", rescoring_views.runs, name="rescoring"),
    path("calibration/rescoring/<uuid:run_id>/", rescoring_views.run, name="rescoring-run"),
    path("calibration/rescoring/<uuid:run_id>/report/", rescoring_views.report, name="rescoring-report"),
    path("calibration/shares/", views.shares, name="shares"),
]
