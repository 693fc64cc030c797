"""Addresses of the issue of documents."""

from __future__ import annotations

from django.urls import path

from stellazh.certificates.views import run_files, run_life, run_people, runs

_RUN = "certificates/runs/<int:run_id>/"

urlpatterns = [
    path("certificates/", runs.run_home, name="run_home"),
    path("o/<slug:code>/certificates/", runs.run_list, name="run_list"),
    path("o/<slug:code>/certificates/new/", runs.run_new, name="run_new"),
    path(_RUN, runs.run_detail, name="run_detail"),
    path(f"{_RUN}what/", runs.run_edit, name="run_edit"),
    path(f"{_RUN}people/", run_people.run_people, name="run_people"),
    path(f"{_RUN}rows/<int:row_id>/", run_people.run_row, name="run_row"),
    path(f"{_RUN}rows/<int:row_id>/out/", run_people.run_row_out, name="run_row_out"),
    path(f"{_RUN}rows/<int:row_id>/sample.png", run_people.run_sample_picture, name="run_sample_picture"),
    path(f"{_RUN}rows/<int:row_id>/sample.pdf", run_people.run_sample_file, name="run_sample_file"),
    path(f"{_RUN}sample/", run_people.run_sample, name="run_sample"),
    path(f"{_RUN}names/", run_life.run_names, name="run_names"),
    path(f"{_RUN}submit/", run_life.run_submit, name="run_submit"),
    path(f"{_RUN}approve/", run_life.run_approve, name="run_approve"),
    path(f"{_RUN}return/", run_life.run_return, name="run_return"),
    path(f"{_RUN}cancel/", run_life.run_cancel, name="run_cancel"),
    path(f"{_RUN}stop/", run_life.run_stop, name="run_stop"),
    path(f"{_RUN}continue/", run_life.run_continue, name="run_continue"),
    path(f"{_RUN}withdraw/", run_life.run_withdraw, name="run_withdraw"),
    path(f"{_RUN}print/", run_files.run_print, name="run_print"),
    path(f"{_RUN}zip/", run_files.run_zip, name="run_zip"),
    path(f"{_RUN}table/", run_files.run_table, name="run_table"),
]
