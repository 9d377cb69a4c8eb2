from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("quizzes/<int:pk>/start/", views.start, name="start"),
    path("quizzes/attempts/<int:pk>/", views.overview, name="attempt"),
    path("quizzes/attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("quizzes/attempts/<int:pk>/result/", views.result, name="result"),
    path("quizzes/attempts/<int:pk>/<int:position>/", views.question, name="question"),
    path("quizzes/attempts/<int:pk>/<int:position>/save/", views.save, name="save"),
]
