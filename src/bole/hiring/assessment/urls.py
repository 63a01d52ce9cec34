"""Reports."""

from django.urls import path

from bole.hiring.assessment import views

app_name = "assessment"
urlpatterns = [
    path("reports/<uuid:report_id>/", views.report, name="report"),
    path("reports/<uuid:report_id>/pdf/", views.pdf, name="pdf"),
    path("reports/<uuid:report_id>/trail/", views.trail, name="trail"),
    path("reports/<uuid:report_id>/rubric/<slug:question_key>/", views.rubric, name="rubric"),
    path("reports/<uuid:report_id>/rubric/<slug:question_key>/read/", views.rubric_page, name="rubric_page"),
    path("reports/<uuid:report_id>/media/<uuid:answer_id>/", views.media, name="media"),
    path("reports/<uuid:report_id>/review/", views.review, name="review"),
    path("reports/<uuid:report_id>/review/<uuid:review_id>/", views.submit, name="submit"),
    path("reports/<uuid:report_id>/second-opinion/", views.second_opinion, name="second_opinion"),
    path("reports/<uuid:report_id>/second-rater/", views.switch_second_rater, name="second_rater"),
    path("reports/<uuid:report_id>/override/", views.override, name="override"),
    path("compare/", views.compare, name="compare"),
]
