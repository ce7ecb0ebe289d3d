"""An objection is taken up, suspended, or not taken up for a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_notice_ending_and_look")]
    operations = [
        migrations.RemoveConstraint(
            model_name="objection",
            name="objection_state",
        ),
        migrations.AddField(
            model_name="objection",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("late", "came outside the posting period"),
                    ("other_matter", "is not about this notice"),
                    ("repeated", "says what was looked into already"),
                    ("no_facts", "names nothing that could be looked into"),
                ],
                editable=False,
                max_length=20,
                verbose_name="why it is not taken up",
            ),
        ),
        migrations.AlterField(
            model_name="objection",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "to be looked into"),
                    ("accepted", "taken up, being looked into"),
                    ("holding", "holds the whole list"),
                    ("suspended", "suspended, the line waits"),
                    ("upheld", "upheld"),
                    ("dismissed", "not upheld"),
                    ("declined", "not taken up"),
                ],
                default="received",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "accepted", "holding", "suspended", "upheld", "dismissed", "declined"])
                ),
                name="objection_state",
                violation_error_message="An objection has no such state.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground", ""),
                    models.Q(("ground__in", ("late", "other_matter", "repeated", "no_facts")), ("state", "declined")),
                    _connector="OR",
                ),
                name="objection_ground",
                violation_error_message="Only an objection that is not taken up bears a reason for that.",
            ),
        ),
    ]
