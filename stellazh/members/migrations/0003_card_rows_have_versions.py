from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0002_cards_and_campaigns")]

    operations = [
        migrations.AddField(
            model_name=model, name="version", field=models.PositiveIntegerField(default=1, editable=False)
        )
        for model in ("award", "pupilresult", "training")
    ]
