"""PostgreSQL as Django speaks to it, but for one thing: whether a kept connection still lives costs no question."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """A server that ends a connection says so unasked: where nothing waits to be read, nothing has ended.

        Whoever disappears without a word, as when a cable is cut, is found out by neither way before the query itself.
        """
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True
