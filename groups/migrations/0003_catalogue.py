"""The town's catalogue of posts to begin with: a leader's post in each zone, and the posts of `groups/catalogue.csv`."""

import csv
from pathlib import Path

from django.db import migrations

ROWS = Path(__file__).resolve().parent.parent / "catalogue.csv"


def fill_catalogue(apps, schema_editor):
    template = apps.get_model("groups", "PostTemplate")
    with ROWS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            template.objects.get_or_create(
                zone_id=row["zone"],
                name=row["name"],
                defaults={
                    "duties": row["duties"],
                    "seats": int(row["seats"]),
                    "is_leader": row["is_leader"] == "1",
                    "position": int(row["position"]),
                },
            )


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_zones")]
    operations = [migrations.RunPython(fill_catalogue, migrations.RunPython.noop, elidable=False)]
