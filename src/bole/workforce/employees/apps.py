from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployeesConfig(AppConfig):
    name = "bole.workforce.employees"
    label = "employees"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import navigation, panels
        from bole.workforce.employees import handlers, holding, panel, policies  # noqa: F401  handlers sets timers

        panels.register("employees", _("Employee record"), policies.VIEW, panel.of, place="side", order=20)
        page = navigation.NavItem(
            "employees", _("Employees"), "badge", "employees:list", policies.VIEW, 31, "people"
        )
        navigation.register(page)
        registry.register("employees", holding.export, holding.erase)
        registry.register_keeper("employees", holding.kept_by_law)
