from django.urls import path

from standards import views

app_name = "standards"
urlpatterns = [
    path("", views.clauses, name="list"),
    path("<str:code>/", views.clause, name="clause"),
]
