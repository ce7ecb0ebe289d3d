"""The five zones of responsibility: codes only, their shown names are the township's to edit (`groups.Zone`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ZoneCode(models.TextChoices):
    """One of five; a group is one village and one zone."""

    ECONOMY = "economy", _("Economy")
    ENVIRONMENT = "environment", _("Environment")
    LIVELIHOOD = "livelihood", _("Livelihood")
    CULTURE = "culture", _("Culture")
    HARMONY = "harmony", _("Harmony")
