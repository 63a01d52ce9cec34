from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "bole.hiring.candidates"
    label = "candidates"
    default_auto_field = "django.db.models.BigAutoField"
