from django.urls import path

from stellazh.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:public_id>/", views.job_detail, name="job_detail"),
    path("<uuid:public_id>/cancel/", views.job_cancel, name="job_cancel"),
]
