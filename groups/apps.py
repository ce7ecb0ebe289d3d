"""Wires the app into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Registers the kind of notice that this app needs."""

    name = "groups"
    verbose_name = _("Responsibility groups")

    def ready(self) -> None:
        """Tell the notices what happens with a list of members proposed for posts."""
        from groups.notice_kind import PLACEMENTS
        from notices.kinds import register

        register(PLACEMENTS)
