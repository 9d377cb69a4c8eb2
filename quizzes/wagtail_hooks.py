from wagtail.snippets.models import register_snippet

from quizzes.admin import QuestionViewSet

register_snippet(QuestionViewSet)
