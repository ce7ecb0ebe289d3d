"""Of the years that there are, each but the newest is closed since the next one began."""

from django.db import migrations


def close_former(apps, schema_editor):
    cycle = apps.get_model("groups", "Cycle")
    years = list(cycle.objects.order_by("year"))
    for before, after in zip(years, years[1:], strict=False):
        if before.closed_on is None:
            cycle.objects.filter(pk=before.pk).update(closed_on=after.starts_on)


class Migration(migrations.Migration):
    dependencies = [("groups", "0011_days_for_plans_and_pledges")]
    operations = [migrations.RunPython(close_former, migrations.RunPython.noop, elidable=False)]
