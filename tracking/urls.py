from django.urls import path

from tracking import views

app_name = "tracking"
urlpatterns = [
    path("team/", views.team, name="matrix"),
    path("team/<int:pk>/", views.person, name="person"),
]
