"""The words that suit the posts of the town's catalogue, from `groups/catalogue.csv`; what somebody wrote stays."""

import csv
from pathlib import Path

from django.db import migrations

ROWS = Path(__file__).resolve().parent.parent / "catalogue.csv"


def fill_words(apps, schema_editor):
    with ROWS.open(encoding="utf-8", newline="") as rows:
        words = [(row["zone"], row["name"], row["suits"]) for row in csv.DictReader(rows) if row["suits"]]
    for zone, name, suits in words:
        apps.get_model("groups", "PostTemplate").objects.filter(zone_id=zone, name=name, suits="").update(suits=suits)
        apps.get_model("groups", "Post").objects.filter(group__zone_id=zone, name=name, suits="").update(suits=suits)


class Migration(migrations.Migration):
    dependencies = [("groups", "0006_matching")]
    operations = [migrations.RunPython(fill_words, migrations.RunPython.noop, elidable=False)]
