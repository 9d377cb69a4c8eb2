from django.urls import path

from tracking import views

app_name = "tracking"
urlpatterns = [
    path("team/", views.team, name="matrix"),
    path("team/matrix.csv", views.matrix_csv, name="matrix_csv"),
    path("team/matrix.xlsx", views.matrix_xlsx, name="matrix_xlsx"),
    path("team/matrix.pdf", views.matrix_pdf, name="matrix_pdf"),
    path("team/<int:pk>/", views.person, name="person"),
    path("team/<int:pk>/record.csv", views.record_csv, name="record_csv"),
    path("team/<int:pk>/record.xlsx", views.record_xlsx, name="record_xlsx"),
]
