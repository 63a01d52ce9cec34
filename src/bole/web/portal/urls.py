"""The candidate's result: composed of several capabilities, so it lives in the shell."""

from django.urls import path

from bole.web.portal import asking, leaving, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("m/<str:token>/", leaving.leave, name="leave"),
    path("i/<str:token>/result/", views.result, name="result"),
    path("i/<str:token>/questions/", asking.questions, name="questions"),
    path("me/<str:token>/questions/", asking.of_person, name="person-questions"),
    path("apply/mine/<str:key>/questions/", asking.of_applicant, name="applicant-questions"),
]
