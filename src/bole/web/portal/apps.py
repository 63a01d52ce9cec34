from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "bole.web.portal"
    label = "portal"
