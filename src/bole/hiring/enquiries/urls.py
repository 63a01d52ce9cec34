"""``/asked/<token>/``: one question with its answers, from the link in a message."""

from django.urls import path

from bole.hiring.enquiries import views_open

app_name = "enquiries-open"
urlpatterns = [path("<str:token>/", views_open.thread, name="thread")]
