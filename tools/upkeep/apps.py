"""Upkeep of the township: a tool that knows no Party word."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """Names the app in the admin."""

    name = "tools.upkeep"
    label = "upkeep"
    verbose_name = _("Upkeep")

    def ready(self) -> None:
        """Whatever has a state has a trail that agrees with it, in every app; history is dated by the one clock."""
        from django.contrib.admin.models import LogEntry
        from django.db.models.signals import pre_delete, pre_save
        from simple_history.signals import pre_create_historical_record

        from tools.history.dating import date_by_the_clock
        from tools.history.kept import log_as_it_is, log_stays
        from tools.upkeep import forgetting, invariants, jobs, lookups

        lookups.register()
        jobs.register("upkeep.forget_sign_ins", forgetting.forget_sign_ins)
        invariants.register("workflow.trail_agrees", invariants.trail_agrees)
        pre_create_historical_record.connect(date_by_the_clock)
        pre_save.connect(log_as_it_is, sender=LogEntry)
        pre_delete.connect(log_stays, sender=LogEntry)
