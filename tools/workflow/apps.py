"""The engine of states: a tool that knows no Party word."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """Loads the checks on the tables."""

    name = "tools.workflow"
    label = "workflow"
    verbose_name = _("Workflow")

    def ready(self) -> None:
        """Register the system checks."""
        from tools.workflow import checks  # noqa: F401
