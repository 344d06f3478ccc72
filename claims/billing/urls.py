from django.urls import path

from claims.billing import decision_pages, pages

urlpatterns = [
    path("bang-ke/", pages.bill_list, name="bill_list"),
    path("bang-ke/<slug:kind>/<int:occasion_id>/them/", pages.bill_upload, name="bill_upload"),
    path("bang-ke/<int:bill_id>/", pages.bill_detail, name="bill_detail"),
    path("bang-ke/<int:bill_id>/doi-chieu/", pages.bill_match, name="bill_match"),
    path("bang-ke/<int:bill_id>/xu-ly/", decision_pages.bill_decide, name="bill_decide"),
    path("bang-ke/dong/<int:line_id>/", decision_pages.bill_choose, name="bill_choose"),
    path("bang-ke/<int:bill_id>/sua/", pages.bill_fixes, name="bill_fixes"),
    path("bang-ke/<int:bill_id>/xac-nhan/", decision_pages.bill_accept, name="bill_accept"),
    path("bang-ke/<int:bill_id>/tra-lai/", decision_pages.bill_return, name="bill_return"),
    path("bang-ke/<int:bill_id>/bo/", decision_pages.bill_drop, name="bill_drop"),
    path("bang-ke/<int:bill_id>/lap-ho-so/", decision_pages.bill_open, name="bill_open"),
]
