"""Addresses of the hub, the workbooks of events and the history already paid."""

from django.urls import path

from claims.entries import history, views

urlpatterns = [
    path("nhap-su-viec/", views.entry_hub, name="entry_hub"),
    path("nhap-su-viec/excel/", views.event_import, name="event_import"),
    path("nhap-su-viec/excel/<slug:kind>/", views.event_upload, name="event_upload"),
    path("nhap-su-viec/excel/<slug:kind>/mau/", views.event_template, name="event_template"),
    path("so-cu/", history.history_list, name="history_list"),
    path("so-cu/<int:batch_id>/", history.history_confirm, name="history_confirm"),
]
