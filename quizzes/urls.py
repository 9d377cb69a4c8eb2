from django.urls import path

from quizzes import device, marking_views, practice_views, supervising_views, views

app_name = "quizzes"
urlpatterns = [
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/people/", supervising_views.people, name="people"),
    path("<int:pk>/people/<int:person>/", supervising_views.person, name="person"),
    path("<int:pk>/word/", supervising_views.word, name="word"),
    path("exceptions/<int:pk>/withdraw/", supervising_views.withdraw, name="withdraw"),
    path("practice/", practice_views.practice, name="practice"),
    path("practice/begin/", practice_views.begin, name="begin"),
    path("practice/<int:pk>/<int:position>/", practice_views.question, name="practise"),
    path("marking/", marking_views.queue, name="marking"),
    path("marking/<int:pk>/", marking_views.answer, name="mark"),
    path("attempts/worker.js", device.worker, name="worker"),
    path("attempts/offline/", device.shell, name="shell"),
    path("attempts/<int:pk>/", views.overview, name="attempt"),
    path("attempts/<int:pk>/all/", views.paper, name="paper"),
    path("attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("attempts/<int:pk>/result/", views.result, name="result"),
    path("regraded/<int:pk>/", views.regraded, name="regraded"),
    path("attempts/<int:pk>/<int:position>/", views.question, name="question"),
    path("attempts/<int:pk>/<int:position>/save/", views.save, name="save"),
]
