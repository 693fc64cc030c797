from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('associations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='territory',
            name='tile_column',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Место в ряду'),
        ),
        migrations.AddField(
            model_name='territory',
            name='tile_row',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Ряд на карте'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tile_column', None), ('tile_row', None)), models.Q(('tile_column__gte', 1), ('tile_column__isnull', False), ('tile_column__lte', 30), ('tile_row__gte', 1), ('tile_row__isnull', False), ('tile_row__lte', 30)), _connector='OR'), name='territory_tile_is_whole'),
        ),
    ]
