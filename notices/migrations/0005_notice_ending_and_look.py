"""What stands after the list, and how a notice looks on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_noticewording")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="ending",
            field=models.TextField(blank=True, verbose_name="text after the list"),
        ),
        migrations.AddField(
            model_name="notice",
            name="look",
            field=models.CharField(
                choices=[
                    ("plain", "plain, as a village's notice is"),
                    ("red", "with a red head, for what the township's committee signs itself"),
                ],
                default="plain",
                max_length=10,
                verbose_name="look on paper",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="number",
            field=models.CharField(blank=True, max_length=40, verbose_name="document number"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("look__in", ("plain", "red"))),
                name="notice_look",
                violation_error_message="A notice is plain or has a red head.",
            ),
        ),
    ]
