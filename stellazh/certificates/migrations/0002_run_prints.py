# The one file of all sheets of a run, and which sheets are in it.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_initial"),
        ("files", "0002_contents_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuerun",
            name="print_file",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="issuerun",
            name="print_mark",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
