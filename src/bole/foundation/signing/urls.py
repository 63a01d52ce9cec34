"""``/verify/``: whether a file is as it was sealed. For everybody."""

from django.urls import path

from bole.foundation.signing import views

app_name = "signing"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.code, name="code"),
]
