from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from courses import renewal
        from quizzes.audit import listen
        from quizzes.models import Question

        listen()
        # The page of a quiz says how many questions a paper has, which the bank decides.
        for signal in (post_save, post_delete):
            signal.connect(renewal.renew, sender=Question, dispatch_uid="publication of questions")
