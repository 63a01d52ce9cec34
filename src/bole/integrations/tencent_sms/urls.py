"""The gateway's way to us."""

from django.urls import path

from bole.integrations.tencent_sms import views

app_name = "tencent_sms"
urlpatterns = [path("<str:secret>/", views.report, name="report")]
