"""The address map. Each capability owns what stands under its prefix."""

from importlib import import_module

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.module_loading import module_has_submodule

# prefix → modules, asked in this order; a capability without pages has no urls module and is passed over
MAP: list[tuple[str, str, str]] = [
    ("", "bole.foundation.access", "urls"),
    ("", "bole.foundation.ui", "urls"),
    ("files/", "bole.foundation.files", "urls"),
    ("i/<str:token>/", "bole.hiring.interviews", "urls"),
    ("me/<str:token>/offers/", "bole.hiring.offers", "portal_urls"),
    ("me/<str:token>/appointments/", "bole.hiring.scheduling", "portal_urls"),
    ("me/<str:token>/check/", "bole.hiring.verification", "portal_urls"),
    ("me/<str:token>/onboarding/", "bole.workforce.onboarding", "portal_urls"),
    ("me/<str:token>/probation/", "bole.workforce.performance", "portal_urls"),
    ("me/<str:token>/", "bole.hiring.personal_links", "urls"),
    ("verify/", "bole.foundation.signing", "urls"),
    ("apply/", "bole.hiring.intake", "urls"),
    ("api/v1/", "bole.web.openapi", "urls"),
    ("", "bole.web.portal", "urls"),
    ("asked/", "bole.hiring.enquiries", "urls"),
    ("survey/", "bole.hiring.opinions", "urls"),
    ("engines/", "bole.hiring.engines", "urls"),
    ("console/", "bole.hiring.engines", "console_urls"),
    ("console/", "bole.hiring.opinions", "console_urls"),
    ("console/", "bole.hiring.enquiries", "console_urls"),
    ("console/", "bole.web.console", "urls"),
    ("console/messages/", "bole.web.console.messages", "urls"),
    ("console/", "bole.hiring.intake", "console_urls"),
    ("console/", "bole.hiring.interviews", "console_urls"),
    ("console/", "bole.hiring.assessment", "urls"),
    ("console/", "bole.hiring.integrity", "urls"),
    ("console/", "bole.hiring.feedback", "urls"),
    ("console/", "bole.hiring.calibration", "urls"),
    ("console/", "bole.hiring.raters", "urls"),
    ("console/", "bole.hiring.screening", "urls"),
    ("console/", "bole.hiring.pipeline", "urls"),
    ("console/", "bole.hiring.requisitions", "urls"),
    ("console/", "bole.hiring.pipeline", "console_urls"),
    ("console/", "bole.hiring.personal_links", "console_urls"),
    ("console/", "bole.hiring.scheduling", "urls"),
    ("console/", "bole.hiring.viewings", "urls"),
    ("console/", "bole.hiring.panels", "urls"),
    ("console/", "bole.hiring.verification", "urls"),
    ("console/", "bole.hiring.offers", "urls"),
    ("console/", "bole.workforce.employees", "urls"),
    ("console/", "bole.workforce.onboarding", "urls"),
    ("console/", "bole.workforce.performance", "urls"),
    ("console/", "bole.insight.accountability", "urls"),
    ("console/", "bole.insight.agreement", "urls"),
    ("console/", "bole.insight.effort", "urls"),
    ("console/", "bole.insight.experience", "urls"),
    ("console/audit/", "bole.foundation.audit", "urls"),
    ("hooks/checks/", "bole.hiring.verification", "hook_urls"),
    ("hooks/sms/aliyun/", "bole.integrations.aliyun_sms", "urls"),
    ("hooks/sms/tencent/", "bole.integrations.tencent_sms", "urls"),
]


def _present() -> list[URLPattern | URLResolver]:
    return [
        path(prefix, include(f"{package}.{module}"))
        for prefix, package, module in MAP
        if module_has_submodule(import_module(package), module)
    ]


urlpatterns = _present()
handler400 = "bole.foundation.access.failures.bad_request"
handler403 = "bole.foundation.access.failures.forbidden"
handler404 = "bole.foundation.access.failures.not_found"
handler500 = "bole.foundation.access.failures.server_error"
