"""``/survey/<token>/``: the sheet behind the link."""

from django.urls import path

from bole.hiring.opinions import views_open

app_name = "opinions-open"
urlpatterns = [path("<str:token>/", views_open.sheet, name="sheet")]
