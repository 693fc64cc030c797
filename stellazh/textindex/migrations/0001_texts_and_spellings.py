from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="вид")),
                ("key", models.BigIntegerField(verbose_name="номер")),
                ("words", models.TextField(verbose_name="слова")),
            ],
            options={
                "verbose_name": "текст для поиска",
                "verbose_name_plural": "тексты для поиска",
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="indexed_text_once")],
            },
        ),
        migrations.CreateModel(
            name="WordForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="вид")),
                ("form", models.CharField(max_length=60, verbose_name="написание")),
                ("word", models.CharField(max_length=60, verbose_name="слово")),
            ],
            options={
                "verbose_name": "написание слова",
                "verbose_name_plural": "написания слов",
                "constraints": [models.UniqueConstraint(fields=("kind", "form", "word"), name="word_form_once")],
            },
        ),
    ]
