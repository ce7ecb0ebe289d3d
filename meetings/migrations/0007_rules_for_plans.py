"""What a meeting of the two committees asks for, and what the assembly does on a plan; the township may change both."""

from django.db import migrations


def make_rules(apps, schema_editor):
    rule = apps.get_model("meetings", "QuorumRule")
    rule.objects.get_or_create(
        family="committees",
        defaults={
            "present_numerator": 1, "present_denominator": 2, "present_strict": True,
            "favour_numerator": 1, "favour_denominator": 2, "favour_of_entitled": False,
        },
    )  # fmt: skip
    rule.objects.get_or_create(
        family="plan",
        defaults={
            "present_numerator": 2, "present_denominator": 3, "present_strict": False,
            "favour_numerator": 1, "favour_denominator": 2, "favour_of_entitled": True,
        },
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_meetings_of_two_committees")]
    operations = [migrations.RunPython(make_rules, migrations.RunPython.noop, elidable=False)]
