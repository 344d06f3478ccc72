from django.urls import path

from beneficiaries.views import lookup

urlpatterns = [
    path("tim-kiem/", lookup.search, name="search"),
    path("can-bo/tim-nhanh/", lookup.cadre_lookup, name="cadre_lookup"),
]
