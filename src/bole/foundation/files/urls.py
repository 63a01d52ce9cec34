"""``/files/<token>``."""

from django.urls import path

from bole.foundation.files import views

app_name = "files"
urlpatterns = [path("<str:token>", views.open_file, name="open")]
