from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_join_the_chains")]

    operations = [
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('before__isnull', True), ('kind', 'first'), ('number', 1)), models.Q(('before__isnull', False), ('number__gt', 1), models.Q(('kind', 'first'), _negated=True)), _connector='OR'), name='certificate_stands_in_its_chain'),
        ),
    ]
