"""The gateway's way to us."""

from django.urls import path

from bole.integrations.aliyun_sms import views

app_name = "aliyun_sms"
urlpatterns = [path("<str:secret>/", views.report, name="report")]
