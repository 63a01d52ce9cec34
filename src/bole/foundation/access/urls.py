"""Log-in and log-out."""

from django.urls import path

from bole.foundation.access import views_login

app_name = "access"
urlpatterns = [
    path("login/", views_login.password, name="login"),
    path("login/second/", views_login.second, name="second"),
    path("logout/", views_login.leave, name="logout"),
]
