"""PostgreSQL packs a paper with LZ4, where its build has that: each answer reads one question of it, and unpacking took
three times as long. What is there stays as it is packed; nothing is rewritten."""

from django.db import NotSupportedError, migrations, transaction


def pack_with(method):
    def work(apps, schema_editor) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            return
        try:
            with transaction.atomic(using=connection.alias):
                schema_editor.execute(f"ALTER TABLE quizzes_attempt ALTER COLUMN paper SET COMPRESSION {method}")
        except NotSupportedError:  # built without LZ4: packed as before
            return

    return work


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0014_unrevealed")]
    operations = [migrations.RunPython(pack_with("lz4"), pack_with("default"))]
