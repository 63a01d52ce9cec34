from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "bole.web.console"
    label = "console"

    def ready(self) -> None:
        from bole.foundation.messaging import policies as messaging
        from bole.foundation.surveys import policies as surveys
        from bole.foundation.ui import navigation, panels
        from bole.hiring.assessment import policies as assessment
        from bole.hiring.calibration import policies as calibration
        from bole.hiring.enquiries import policies as enquiries
        from bole.hiring.enquiries import queries as questions
        from bole.hiring.feedback import policies as feedback
        from bole.hiring.integrity import policies as integrity
        from bole.hiring.interviews import policies as interviews
        from bole.hiring.pipeline import policies as pipeline
        from bole.hiring.raters import policies as raters
        from bole.hiring.requisitions import policies as requisitions
        from bole.hiring.screening import policies as screening
        from bole.insight.accountability import policies as accountability
        from bole.web.console import policies
        from bole.web.console.messages import panel

        item = navigation.NavItem
        navigation.register(
            item("interviews", _("Interviews"), "people", "console:list", interviews.VIEW, order=10)
        )
        navigation.register(item("board", _("Pipeline"), "board", "console:board", pipeline.VIEW, order=20))
        navigation.register(
            item("screening", _("Screening"), "list", "screening:waiting", screening.VIEW, order=25)
        )
        navigation.register(item("todo", _("To do"), "bell", "console:todo", interviews.RIGHTS, order=15))
        navigation.register(
            item(
                "questions",
                _("Q&A"),
                "help",
                "enquiries:inbox",
                enquiries.READ,
                order=33,
                group="contact",
                waiting=questions.waiting_mark,
            )
        )
        navigation.register(
            item("surveys", _("Surveys"), "star", "opinions:list", surveys.READ, order=42, group="contact")
        )
        navigation.register(
            item("jobs", _("Jobs"), "brief", "requisitions:jobs", requisitions.VIEW, order=28, group="jobs")
        )
        navigation.register(
            item(
                "accountability",
                _("Impact"),
                "doc",
                "accountability:index",
                accountability.READ,
                order=85,
                group="bank",
            )
        )
        navigation.register(
            item("observations", _("To look at"), "eye", "integrity:waiting", integrity.VIEW, order=35)
        )
        navigation.register(
            item("feedback", _("Feedback"), "mail", "feedback:list", feedback.VIEW, order=40, group="contact")
        )
        navigation.register(
            item(
                "messages",
                _("Messages"),
                "phone",
                "messages:outbox",
                messaging.VIEW,
                order=45,
                group="contact",
            )
        )
        navigation.register(
            item(
                "calibration",
                _("People and machine"),
                "compare",
                "calibration:agreement",
                calibration.VIEW,
                order=60,
                group="quality",
            )
        )
        navigation.register(
            item(
                "again",
                _("To rate again"),
                "redo",
                "calibration:queue",
                calibration.MINE,
                order=61,
                group="quality",
            )
        )
        navigation.register(
            item("raters", _("Raters"), "badge", "raters:list", raters.VIEW, order=62, group="quality")
        )
        navigation.register(
            item("audit", _("Audit"), "shield", "console:audit", policies.AUDIT, order=80, group="bank")
        )
        navigation.register(
            item(
                "settings",
                _("Settings"),
                "gear",
                "console:settings-result",
                assessment.SHOW,
                order=90,
                group="bank",
            )
        )
        panels.register(
            "messaging", _("Messages"), messaging.VIEW, panel.of_candidate, place="side", order=60
        )
