from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("textindex", "0002_index_of_words")]

    operations = [
        migrations.CreateModel(
            name="IndexedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=32, verbose_name="вид")),
                ("key", models.BigIntegerField(verbose_name="номер")),
                ("on", models.DateField(blank=True, null=True, verbose_name="день")),
                ("year", models.SmallIntegerField(blank=True, null=True, verbose_name="учебный год")),
                ("place", models.CharField(blank=True, max_length=255, verbose_name="путь объединения")),
                ("territory_id", models.BigIntegerField(blank=True, null=True, verbose_name="территория")),
                ("checksum", models.CharField(max_length=64, verbose_name="отпечаток")),
                ("title", models.TextField(verbose_name="название")),
                ("title_words", models.TextField(blank=True, verbose_name="слова названия")),
                ("text", models.TextField(blank=True, verbose_name="текст")),
            ],
            options={
                "verbose_name": "запись поиска",
                "verbose_name_plural": "записи поиска",
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="indexed_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="StaleEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=32, verbose_name="вид")),
                ("key", models.BigIntegerField(verbose_name="номер")),
            ],
            options={"verbose_name": "отметка об изменении", "verbose_name_plural": "отметки об изменениях"},
        ),
        migrations.CreateModel(
            name="SynonymSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500, unique=True, verbose_name="слова через знак «=»")),
                ("is_active", models.BooleanField(default=True, verbose_name="действует")),
            ],
            options={"verbose_name": "набор синонимов", "verbose_name_plural": "наборы синонимов"},
        ),
    ]
