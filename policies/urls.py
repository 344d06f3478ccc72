from django.urls import path

from policies import views

urlpatterns = [
    path("chinh-sach/", views.resolution_list, name="resolution_list"),
    path("nap-chinh-sach/", views.pack_upload, name="pack_upload"),
    path("chinh-sach/<slug:code>/", views.resolution_detail, name="resolution_detail"),
    path("chinh-sach/<slug:code>/tep/", views.pack_download, name="pack_download"),
    path("chinh-sach/<slug:code>/ban-hanh/", views.resolution_release, name="resolution_release"),
    path("muc-huong/<int:rate_id>/", views.rate_detail, name="rate_detail"),
    path("muc-huong/<int:rate_id>/xac-nhan/", views.rate_confirm, name="rate_confirm"),
]
