"""What the database itself refuses: to change or delete an entry, whoever asks. Said for SQLite and PostgreSQL.

SQLite drops triggers when Django lays a table anew: a migration that alters `AuditEntry` or `AuditOrigin` ends with
`install`, and a test looks.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY, ORIGIN = "people_auditentry", "people_auditorigin"
CONTENT = ("id", "at", "action", "actor", "person", "kind", "key", "details", "origin_digest")
NAMES = ("audit_entry_is_kept", "audit_entry_stands", "audit_origin_stands")

SQLITE = [
    f"""CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON {ENTRY}
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    f"""CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON {ENTRY}
    WHEN OLD.number IS NOT NULL OR {" OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in CONTENT)}
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    f"""CREATE TRIGGER audit_origin_stands BEFORE UPDATE ON {ORIGIN}
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER audit_entry_is_kept BEFORE DELETE OR TRUNCATE ON {ENTRY}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON {ENTRY} FOR EACH ROW
    WHEN (OLD.number IS NOT NULL OR {" OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in CONTENT)})
    EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_origin_stands BEFORE UPDATE ON {ORIGIN}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Can be repeated."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name in NAMES:
            table = ORIGIN if name == "audit_origin_stands" else ENTRY
            cursor.execute(
                f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
            )


def are_installed(connection: BaseDatabaseWrapper) -> bool:
    catalogue = "sqlite_master WHERE type = 'trigger' AND" if connection.vendor == "sqlite" else "pg_trigger WHERE"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue} {column} LIKE 'audit%%'", [])  # noqa: S608 - our own words
        return {name for (name,) in cursor.fetchall()} >= set(NAMES)
