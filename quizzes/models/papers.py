"""Parts of a paper as the database gives them: it is long, and most screens show one question of it."""

from django.db.models import F, Func, IntegerField, JSONField


class Length(Func):
    """How many questions there are."""

    function = "json_array_length"
    output_field = IntegerField()

    def __init__(self) -> None:
        super().__init__(F("paper"))

    def as_postgresql(self, compiler, connection, **context) -> tuple[str, list]:
        return self.as_sql(compiler, connection, function="jsonb_array_length", **context)


class QuestionAt(Func):
    """The one at `index`, from 0 on, or None. As a path of Django's the index would be a part of the statement, which
    then would be another for each question."""

    template = "json_extract(%(expressions)s, '$[' || %%s || ']')"
    output_field = JSONField()

    def __init__(self, index: int) -> None:
        super().__init__(F("paper"))
        self.index = index

    def as_sql(self, compiler, connection, **context) -> tuple[str, list]:
        sql, params = super().as_sql(compiler, connection, **context)
        return sql, [*params, self.index]

    def as_postgresql(self, compiler, connection, **context) -> tuple[str, list]:
        return self.as_sql(compiler, connection, template="(%(expressions)s -> %%s)", **context)
