from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnboardingConfig(AppConfig):
    name = "bole.workforce.onboarding"
    label = "onboarding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.ui import cards, navigation, panels
        from bole.foundation.ui import todo as register
        from bole.hiring.offers.events import OfferSigned
        from bole.hiring.pipeline.events import ApplicationClosed
        from bole.workforce.onboarding import (
            handlers,
            holding,
            panel,
            policies,
            todo,
        )

        events.subscribe(OfferSigned, handlers.on_offer_signed)
        events.subscribe(ApplicationClosed, handlers.on_closed)
        panels.register("onboarding", _("Onboarding"), policies.VIEW, panel.of, order=70)
        cards.register("onboarding", panel.card, order=30)
        register.register("onboarding.documents", todo.documents)
        register.register("onboarding.tasks", todo.tasks)
        registry.register("onboarding", holding.export, holding.erase)
        for key, label, icon, page, right, order in (
            ("onboarding", _("Onboarding"), "people", "onboarding:list", policies.VIEW, 30),
            ("onboarding-mine", _("My newcomers"), "user", "onboarding:mine", policies.MINE, 32),
            ("onboarding-it", _("Workplaces"), "gear", "onboarding:it", policies.IT, 32),
        ):
            navigation.register(navigation.NavItem(key, label, icon, page, right, order, "people"))
