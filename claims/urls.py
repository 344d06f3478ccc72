from django.urls import path

from claims.billing.urls import urlpatterns as bill_paths
from claims.entries import entry_paths
from claims.requests.entry import REQUEST
from claims.views import claim_pages, lists, payments, proof, registers

urlpatterns = [
    path("ho-so/", lists.claim_list, name="claim_list"),
    path("ho-so/xuat/", lists.claim_export, name="claim_export"),
    path("ho-so/viec-cua-toi/", lists.my_queue, name="my_queue"),
    path("ho-so/xu-ly/", lists.claim_bulk, name="claim_bulk"),
    path("ho-so/ket-qua/", lists.claim_bulk_result, name="claim_bulk_result"),
    path("ho-so/<int:claim_id>/", claim_pages.claim_detail, name="claim_detail"),
    path("ho-so/<int:claim_id>/in/", claim_pages.claim_print, name="claim_print"),
    path("ho-so/<int:claim_id>/chung-minh/", proof.claim_proof, name="claim_proof"),
    path("ho-so/<int:claim_id>/chung-minh/pdf/", proof.claim_proof_pdf, name="claim_proof_pdf"),
    path("ho-so/<int:claim_id>/trinh/", claim_pages.claim_submit, name="claim_submit"),
    path("ho-so/<int:claim_id>/tham-dinh/", claim_pages.claim_check, name="claim_check"),
    path("ho-so/<int:claim_id>/duyet/", claim_pages.claim_approve, name="claim_approve"),
    path("ho-so/<int:claim_id>/so-cu/", claim_pages.claim_take_over, name="claim_take_over"),
    path("ho-so/<int:claim_id>/tra-lai/", claim_pages.claim_return, name="claim_return"),
    path("ho-so/<int:claim_id>/tu-choi/", claim_pages.claim_refuse, name="claim_refuse"),
    path("ho-so/<int:claim_id>/huy/", claim_pages.claim_cancel, name="claim_cancel"),
    path("chi-tra/", payments.payment_list_list, name="payment_list_list"),
    path("chi-tra/lap/", payments.payment_list_create, name="payment_list_create"),
    path("chi-tra/<int:list_id>/", payments.payment_list_detail, name="payment_list_detail"),
    path("chi-tra/<int:list_id>/pdf/", payments.payment_list_pdf, name="payment_list_pdf"),
    path("chi-tra/<int:list_id>/xuat/", payments.payment_list_export, name="payment_list_export"),
    path("chi-tra/<int:list_id>/them/", payments.payment_list_add, name="payment_list_add"),
    path("chi-tra/<int:list_id>/bot/", payments.payment_list_remove, name="payment_list_remove"),
    path("chi-tra/<int:list_id>/chot/", payments.payment_list_issue, name="payment_list_issue"),
    path("chi-tra/<int:list_id>/huy/", payments.payment_list_cancel, name="payment_list_cancel"),
    path("chi-tra/<int:list_id>/da-chi/", payments.payment_list_pay, name="payment_list_pay"),
    path("chi-tra/<int:list_id>/hong/", payments.payment_list_fail, name="payment_list_fail"),
    path("nguoi-nhan/", registers.recipient_list, name="recipient_list"),
    path("nguoi-nhan/them/", registers.recipient_create, name="recipient_create"),
    path("nguoi-nhan/<int:recipient_id>/", registers.recipient_edit, name="recipient_edit"),
    path("khoa-so/", registers.period_close, name="period_close"),
    path("du-toan/", registers.estimate_list, name="estimate_list"),
    path("du-toan/them/", registers.estimate_create, name="estimate_create"),
    path("du-toan/<int:estimate_id>/", registers.estimate_edit, name="estimate_edit"),
    *entry_paths(REQUEST),
    *bill_paths,
]
