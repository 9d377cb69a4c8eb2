from django.urls import path

from quizzes import device, marking_views, practice_views, supervising_views, views

app_name = "quizzes"
urlpatterns = [
    path("quizzes/<int:pk>/start/", views.start, name="start"),
    path("quizzes/<int:pk>/people/", supervising_views.people, name="people"),
    path("quizzes/<int:pk>/people/<int:person>/", supervising_views.person, name="person"),
    path("quizzes/<int:pk>/word/", supervising_views.word, name="word"),
    path("quizzes/exceptions/<int:pk>/withdraw/", supervising_views.withdraw, name="withdraw"),
    path("quizzes/practice/", practice_views.practice, name="practice"),
    path("quizzes/practice/begin/", practice_views.begin, name="begin"),
    path("quizzes/practice/<int:pk>/<int:position>/", practice_views.question, name="practise"),
    path("quizzes/marking/", marking_views.queue, name="marking"),
    path("quizzes/marking/<int:pk>/", marking_views.answer, name="mark"),
    path("quizzes/attempts/worker.js", device.worker, name="worker"),
    path("quizzes/attempts/offline/", device.shell, name="shell"),
    path("quizzes/attempts/<int:pk>/", views.overview, name="attempt"),
    path("quizzes/attempts/<int:pk>/all/", views.paper, name="paper"),
    path("quizzes/attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("quizzes/attempts/<int:pk>/result/", views.result, name="result"),
    path("quizzes/regraded/<int:pk>/", views.regraded, name="regraded"),
    path("quizzes/attempts/<int:pk>/<int:position>/", views.question, name="question"),
    path("quizzes/attempts/<int:pk>/<int:position>/save/", views.save, name="save"),
]
