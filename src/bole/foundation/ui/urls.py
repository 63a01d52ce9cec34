"""Language switch and component page."""

from django.urls import path

from bole.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.set_language, name="language"),
    path("components/", views.components, name="components"),
]
