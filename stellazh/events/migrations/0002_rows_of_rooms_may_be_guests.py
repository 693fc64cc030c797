from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="roomlistrow",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("matched", "узнан"),
                    ("doubtful", "под вопросом"),
                    ("unknown", "не найден"),
                    ("guest", "гость"),
                    ("skipped", "пропущен"),
                ],
                default="unknown",
                max_length=10,
            ),
        ),
    ]
