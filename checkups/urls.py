from django.urls import path

from checkups import views
from checkups.entries import ENTRIES
from claims.entries import entry_paths

urlpatterns = [
    path("dot-kham/", views.round_list, name="round_list"),
    path("dot-kham/them/", views.round_create, name="round_create"),
    path("dot-kham/<int:round_id>/", views.round_detail, name="round_detail"),
    path("dot-kham/<int:round_id>/sua/", views.round_edit, name="round_edit"),
]
for entry in ENTRIES:
    urlpatterns += entry_paths(entry)
