"""Two ticks of one person come to one when his two records are made one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_attendance"),
        ("members", "0008_search_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attendance",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendances",
                to="members.member",
                verbose_name="member",
            ),
        ),
    ]
