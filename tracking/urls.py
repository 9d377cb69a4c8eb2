from django.urls import path

from tracking import views
from tracking.assigning import views as assigning
from tracking.forecasting import views as forecasting
from tracking.overview import views as overview
from tracking.packs import views as packs
from tracking.reminding import views as reminding
from tracking.reporting import views as reporting

app_name = "tracking"
urlpatterns = [
    path("team/", views.team, name="matrix"),
    path("team/matrix.pdf", views.matrix_pdf, name="matrix_pdf"),
    path("team/<int:pk>/", views.person, name="person"),
    path("team/overview/", overview.overview, name="overview"),
    path("team/forecast/", forecasting.forecast, name="forecast"),
    path("team/forecast/<slug:code>/", forecasting.forecast_of, name="forecast_of"),
    path("team/assignments/", assigning.assignments, name="assignments"),
    path("team/assignments/new/", assigning.new, name="new_assignment"),
    path("team/assignments/<int:pk>/", assigning.assignment, name="assignment"),
    path("team/assignments/<int:pk>/end/", assigning.end, name="end_assignment"),
    path("team/duties/<int:pk>/excuse/", assigning.excuse, name="excuse"),
    path("team/duties/<int:pk>/ask-again/", assigning.ask_again, name="ask_again"),
    path("team/reminders/", reminding.plan, name="reminder_plan"),
    path("team/reports/", reporting.reports, name="reports"),
    path("team/reports/<int:pk>/stop/", reporting.stop, name="stop_report"),
    path("team/packs/", packs.packs, name="packs"),
    path("team/packs/<uuid:pk>/", packs.pack, name="pack"),
    path("team/packs/<uuid:pk>/file/", packs.pack_file, name="pack_file"),
    path("team/packs/<uuid:pk>/cancel/", packs.cancel, name="cancel_pack"),
    path("notices/", reminding.notices, name="notices"),
    path("notices/read/", reminding.read_notices, name="read_notices"),
]
