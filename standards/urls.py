from django.urls import path

from standards import views

app_name = "standards"
urlpatterns = [
    path("standard/", views.clauses, name="list"),
    path("standard/<str:code>/", views.clause, name="clause"),
]
