from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("courses/<int:pk>/start/", views.start_course, name="start_course"),
    path("lessons/<int:pk>/finish/", views.finish_lesson, name="finish_lesson"),
    path("lessons/<int:pk>/position/", views.remember_position, name="remember_position"),
]
