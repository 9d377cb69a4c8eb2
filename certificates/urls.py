from django.urls import path

from certificates import acts, batch_views, sign_offs, verification, views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.mine, name="mine"),
    path("certificates/sign-offs/", sign_offs.queue, name="sign_offs"),
    path("certificates/sign-offs/number/", sign_offs.waiting_number, name="waiting_number"),
    path("certificates/sign-offs/<int:certification>/<int:person>/", sign_offs.give, name="give_sign_off"),
    path("certificates/sign-offs/<int:pk>/withdraw/", sign_offs.withdraw, name="withdraw_sign_off"),
    path("certificates/team/", sign_offs.team, name="team"),
    path("certificates/batches/", batch_views.batches, name="batches"),
    path("certificates/batches/<uuid:pk>/", batch_views.batch, name="batch"),
    path("certificates/batches/<uuid:pk>/file/", batch_views.batch_file, name="batch_file"),
    path("certificates/batches/<uuid:pk>/cancel/", batch_views.cancel_batch, name="cancel_batch"),
    path("certificates/issue/<int:pk>/", acts.issue, name="issue"),
    path("certificates/<str:serial>/", views.detail, name="detail"),
    path("certificates/<str:serial>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:serial>/card/", views.card, name="card"),
    path("certificates/<str:serial>/picture/", views.picture, name="picture"),
    path("certificates/<str:serial>/revoke/", acts.revoke, name="revoke"),
    path("certificates/<str:serial>/suspend/", acts.suspend, name="suspend"),
    path("certificates/<str:serial>/lift/", acts.lift, name="lift"),
    path("certificates/<str:serial>/replace/", acts.replace, name="replace"),
    path("verify/", verification.look_up, name="look_up"),
    path("verify/file/", verification.check_file, name="check_file"),
    path("verify/<str:code>/", verification.verify, name="verify"),
]

# Printed in QR codes: short, and without a language.
short_urlpatterns = [path("v/<str:code>/", verification.short, name="short_verification")]
