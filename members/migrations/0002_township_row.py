"""The town's one row, with neutral values that the township replaces."""

from django.db import migrations


def make_row(apps, schema_editor):
    apps.get_model("members", "Township").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(make_row, migrations.RunPython.noop, elidable=False)]
