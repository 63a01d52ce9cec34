"""Employee records in the console."""

from django.urls import path

from bole.workforce.employees import views

app_name = "employees"
urlpatterns = [
    path("employees/", views.listing, name="list"),
    path("employees/<uuid:employee_id>/", views.one, name="one"),
    path("employees/<uuid:employee_id>/contract/", views.contract, name="contract"),
]
