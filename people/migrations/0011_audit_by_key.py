"""The trail is asked for an object by its key alone, the newest first; nothing ever asked by kind and key.

A trail is large, and everybody writes into it: on PostgreSQL indexes come and go while they do. One that an
interruption left half made is made anew.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


def on_postgresql(concurrently):
    """The operation, and on other databases the usual one that it comes from."""

    class Operation(concurrently):
        def database_forwards(self, app_label, schema_editor, *states):
            way = super() if schema_editor.connection.vendor == "postgresql" else super(concurrently, self)
            way.database_forwards(app_label, schema_editor, *states)

        def database_backwards(self, app_label, schema_editor, *states):
            way = super() if schema_editor.connection.vendor == "postgresql" else super(concurrently, self)
            way.database_backwards(app_label, schema_editor, *states)

    return Operation


def remove_half_made(name):
    def remove(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")

    return remove


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0010_email_is_one_word")]

    operations = [
        migrations.RunPython(remove_half_made("audit_by_key"), migrations.RunPython.noop),
        on_postgresql(AddIndexConcurrently)("auditentry", models.Index(fields=["key", "at", "id"], name="audit_by_key")),
        on_postgresql(RemoveIndexConcurrently)("auditentry", "audit_by_object"),
        migrations.RunPython(migrations.RunPython.noop, remove_half_made("audit_by_object")),
    ]
