from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_audience'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataversion',
            name='scope',
            field=models.CharField(default='', max_length=10, unique=True),
        ),
    ]
