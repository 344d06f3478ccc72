from django.urls import path

from beneficiaries.views import batches, lookup

urlpatterns = [
    path("tim-kiem/", lookup.search, name="search"),
    path("can-bo/tim-nhanh/", lookup.cadre_lookup, name="cadre_lookup"),
    path("nhap-excel/", batches.batch_list, name="batch_list"),
    path("nhap-excel/mau/<slug:kind>/", batches.batch_template, name="batch_template"),
    path("nhap-excel/<int:batch_id>/", batches.batch_detail, name="batch_detail"),
    path("nhap-excel/<int:batch_id>/doc-lai/", batches.batch_judge, name="batch_judge"),
    path("nhap-excel/<int:batch_id>/tra-loi/", batches.batch_answer, name="batch_answer"),
    path("nhap-excel/<int:batch_id>/xac-nhan/", batches.batch_confirm, name="batch_confirm"),
    path("nhap-excel/<int:batch_id>/hoan-tac/", batches.batch_undo, name="batch_undo"),
    path("nhap-excel/<int:batch_id>/bo/", batches.batch_drop, name="batch_drop"),
    path("nhap-excel/<int:batch_id>/dong-sai/", batches.batch_rejects, name="batch_rejects"),
]
