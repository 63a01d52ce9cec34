"""``/me/<token>/``: the person's home page and its door."""

from django.urls import path

from bole.hiring.personal_links import views

app_name = "personal_links"
urlpatterns = [
    path("", views.home, name="home"),
    path("code/", views.code, name="code"),
    path("enter/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
]
