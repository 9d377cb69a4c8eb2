from django.urls import path

from roleplays import views

app_name = "roleplays"
urlpatterns = [
    path("role-plays/", views.board, name="board"),
    path("role-plays/open/", views.open_session, name="open"),
    path("role-plays/sessions/<int:pk>/", views.score, name="score"),
    path("role-plays/sessions/<int:pk>/start/", views.start, name="start"),
    path("role-plays/sessions/<int:pk>/mark/", views.mark, name="mark"),
    path("role-plays/sessions/<int:pk>/undo/", views.undo, name="undo"),
    path("role-plays/sessions/<int:pk>/comment/", views.comment, name="comment"),
    path("role-plays/sessions/<int:pk>/photographs/", views.add_photographs, name="add_photographs"),
    path("role-plays/photographs/<int:pk>/", views.photograph, name="photograph"),
    path("role-plays/photographs/<int:pk>/delete/", views.delete_photograph, name="delete_photograph"),
    path("role-plays/sessions/<int:pk>/review/", views.review, name="review"),
    path("role-plays/sessions/<int:pk>/submit/", views.submit, name="submit"),
    path("role-plays/sessions/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("role-plays/sessions/<int:pk>/result/", views.result, name="result"),
]
