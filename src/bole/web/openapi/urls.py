"""``/api/v1/…``."""

from django.urls import path

from bole.web.openapi import views

app_name = "openapi"
urlpatterns = [path("candidates", views.candidates, name="candidates")]
