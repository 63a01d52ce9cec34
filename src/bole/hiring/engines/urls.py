"""Where engines deliver results."""

from django.urls import path

from bole.hiring.engines import views

app_name = "engines-open"
urlpatterns = [path("<slug:engine>/results/", views.results, name="results")]
