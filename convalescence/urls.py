from django.urls import path

from claims.entries import entry_paths
from convalescence import views
from convalescence.entries import ENTRIES
from convalescence.planning.urls import urlpatterns as plan_urls
from convalescence.trips.urls import urlpatterns as trip_urls

urlpatterns = [
    path("doan-dieu-duong/", views.trip_list, name="trip_list"),
    path("doan-dieu-duong/them/", views.trip_create, name="trip_create"),
    path("doan-dieu-duong/<int:trip_id>/", views.trip_detail, name="trip_detail"),
    path("doan-dieu-duong/<int:trip_id>/sua/", views.trip_edit, name="trip_edit"),
    *plan_urls,
    *trip_urls,
]
for entry in ENTRIES:
    urlpatterns += entry_paths(entry)
