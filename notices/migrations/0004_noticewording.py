"""The words with which the town begins its notices, with their history."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_words_of_constraints"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="HistoricalNoticeWording",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(db_index=True, editable=False, max_length=20)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("basis", models.TextField(blank=True, max_length=600, verbose_name="basis")),
                ("body", models.TextField(blank=True, max_length=600, verbose_name="text before the list")),
                ("ending", models.TextField(max_length=600, verbose_name="text after the list")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical wording of notices",
                "verbose_name_plural": "historical wordings of notices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="NoticeWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(editable=False, max_length=20, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("basis", models.TextField(blank=True, max_length=600, verbose_name="basis")),
                ("body", models.TextField(blank=True, max_length=600, verbose_name="text before the list")),
                ("ending", models.TextField(max_length=600, verbose_name="text after the list")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "wording of notices",
                "verbose_name_plural": "wordings of notices",
                "ordering": ["kind"],
            },
        ),
        migrations.AddField(
            model_name="historicalnoticewording",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="noticewording",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("ending", ""), _negated=True)),
                name="wording_has_title_and_ending",
                violation_error_message="A notice needs a title, and after its list the period and where to object.",
            ),
        ),
    ]
