from django.urls import path

from checkups.health import pages

urlpatterns = [
    path("dot-kham/<int:round_id>/phan-loai/", pages.health_result_list, name="health_result_list"),
]
