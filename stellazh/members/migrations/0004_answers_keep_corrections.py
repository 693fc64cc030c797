from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_card_rows_have_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaignanswer",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Исправлено"),
        ),
        migrations.AddField(
            model_name="campaignanswer",
            name="note_settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Замечание учтено"),
        ),
    ]
