from django.urls import path

from beneficiaries.views import (
    batches,
    card_batch_people,
    card_batches,
    card_prints,
    cards,
    lookup,
    people,
    standing,
    succession,
)

urlpatterns = [
    path("tim-kiem/", lookup.search, name="search"),
    path("can-bo/tim-nhanh/", lookup.cadre_lookup, name="cadre_lookup"),
    path("can-bo/", people.cadre_list, name="cadre_list"),
    path("can-bo/xuat/", people.cadre_export, name="cadre_export"),
    path("can-bo/them/", people.cadre_create, name="cadre_create"),
    path("can-bo/nhap-excel/", people.cadre_import, name="cadre_import"),
    path("can-bo/<int:cadre_id>/", people.cadre_detail, name="cadre_detail"),
    path("can-bo/<int:cadre_id>/sua/", people.cadre_edit, name="cadre_edit"),
    path("can-bo/<int:cadre_id>/xem-so/", people.cadre_reveal, name="cadre_reveal"),
    path("can-bo/<int:cadre_id>/thoi-dien/", people.cadre_end, name="cadre_end"),
    path("can-bo/<int:cadre_id>/doi-tuong/", standing.membership_create, name="membership_create"),
    path("can-bo/<int:cadre_id>/cap-the/", standing.card_issue, name="card_issue"),
    path("can-bo/<int:cadre_id>/doi-the/", standing.card_reissue, name="card_reissue"),
    path("doi-tuong/<int:membership_id>/thoi/", standing.membership_end, name="membership_end"),
    path("the/", cards.card_list, name="card_list"),
    path("the/xuat/", cards.card_export, name="card_export"),
    path("the/tra/<str:card_code>/", cards.card_lookup, name="card_lookup"),
    path("the/dot/", card_batches.card_batch_list, name="card_batch_list"),
    path("the/dot/lap/", card_batches.card_batch_create, name="card_batch_create"),
    path(
        "the/dot/<int:card_batch_id>/",
        card_batch_people.card_batch_detail,
        name="card_batch_detail",
    ),
    path("the/dot/<int:card_batch_id>/sua/", card_batches.card_batch_edit, name="card_batch_edit"),
    path(
        "the/dot/<int:card_batch_id>/de-nghi/",
        card_batch_people.card_batch_propose,
        name="card_batch_propose",
    ),
    path(
        "the/dot/<int:card_batch_id>/them/", card_batch_people.card_batch_add, name="card_batch_add"
    ),
    path(
        "the/dot/<int:card_batch_id>/bot/",
        card_batch_people.card_batch_remove,
        name="card_batch_remove",
    ),
    path(
        "the/dot/<int:card_batch_id>/so-the/",
        card_batch_people.card_batch_number,
        name="card_batch_number",
    ),
    path("the/dot/<int:card_batch_id>/bo/", card_batches.card_batch_drop, name="card_batch_drop"),
    path(
        "the/dot/<int:card_batch_id>/ban-hanh/",
        card_batches.card_batch_issue,
        name="card_batch_issue",
    ),
    path(
        "the/dot/<int:card_batch_id>/quyet-dinh/",
        card_batches.card_batch_download,
        name="card_batch_download",
    ),
    path(
        "the/dot/<int:card_batch_id>/in/", card_prints.card_print_detail, name="card_print_detail"
    ),
    path(
        "the/dot/<int:card_batch_id>/in/lap/", card_prints.card_print_make, name="card_print_make"
    ),
    path("the/dot/<int:card_batch_id>/in/pdf/", card_prints.card_print_pdf, name="card_print_pdf"),
    path("the/<int:card_id>/in/", card_prints.card_pdf, name="card_pdf"),
    path("the/<int:card_id>/thu-hoi/", standing.card_recall, name="card_recall"),
    path("chuyen-doi-tuong/<slug:code>/", succession.succession_detail, name="succession_detail"),
    path(
        "chuyen-doi-tuong/<slug:code>/xuat/",
        succession.succession_export,
        name="succession_export",
    ),
    path(
        "chuyen-doi-tuong/<slug:code>/chon/",
        succession.succession_choose,
        name="succession_choose",
    ),
    path(
        "chuyen-doi-tuong/<slug:code>/xac-nhan/",
        succession.succession_confirm,
        name="succession_confirm",
    ),
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
