"""``/console/…``: impact assessment and explanation packages."""

from django.urls import path

from bole.insight.accountability import views

app_name = "accountability"
urlpatterns = [
    path("impact-assessment/", views.index, name="index"),
    path("impact-assessment/begin/", views.begin, name="begin"),
    path("impact-assessment/<uuid:assessment_id>/", views.one, name="one"),
    path("impact-assessment/<uuid:assessment_id>/save/", views.save, name="save"),
    path("impact-assessment/<uuid:assessment_id>/approve/", views.approve, name="approve"),
    path("impact-assessment/<uuid:assessment_id>/pdf/", views.paper, name="pdf"),
    path("reports/<uuid:report_id>/package/<slug:audience>/", views.report_package, name="package"),
]
