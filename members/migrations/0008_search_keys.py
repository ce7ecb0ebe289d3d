"""The keys by which people and villages are found, written anew: more readings of surnames, names without their dots."""

from typing import Any

from django.db import migrations

from members.search import search_key

BATCH = 500


def write_keys(apps: Any, schema_editor: Any) -> None:
    """As they are made today."""
    for label, source in (("Member", "name"), ("Village", "short_name")):
        model = apps.get_model("members", label)
        changed = []
        for row in model.objects.only("pk", source, "search_key").iterator(chunk_size=BATCH):
            key = search_key(getattr(row, source))
            if key != row.search_key:
                row.search_key = key
                changed.append(row)
        model.objects.bulk_update(changed, ["search_key"], batch_size=BATCH)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("members", "0007_footer_settings")]
    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
