"""What a township that has just begun does first, in the order of the guide (docs/guide/first-day.md)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Cycle, Group
from members.models import Branch, Mandate, Member, Office, Township, Village
from members.roles import SECRETARY

Step = tuple[bool, str, str]
"""Whether it is done, what it is, where it is done."""


def first_steps() -> list[Step]:
    """The steps; none once groups stand and secretaries have their accounts, since then the town is running."""
    has_groups, has_accounts = Group.objects.exists(), Mandate.objects.filter(role=SECRETARY).exists()
    if has_groups and has_accounts:
        return []
    bring = reverse("members:roster_import")
    return [
        (bool(Township.objects.current().phone), _("Settings of the town: name, county, supervision telephone"),
         reverse("admin:members_township_changelist")),
        (Cycle.objects.exists(), _("This year's procedure: when it began, when the term ends"),
         reverse("admin:groups_cycle_changelist")),
        (Village.objects.exists(), _("Bring in the villages"), f"{bring}?kind=villages"),
        (Branch.objects.exists(), _("Bring in the party branches"), f"{bring}?kind=branches"),
        (Member.objects.exists(), _("Bring in the roster"), f"{bring}?kind=roster"),
        (Office.objects.exists(), _("Bring in the offices: who is secretary"), f"{bring}?kind=offices"),
        (has_groups, _("Check the catalogue of posts and copy it into the villages"), reverse("groups:catalogue")),
        (has_accounts, _("Open the secretaries' accounts and print the slips"), reverse("members:term_change")),
    ]  # fmt: skip
