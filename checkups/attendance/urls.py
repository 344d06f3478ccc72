from django.urls import path

from checkups.attendance import pages

urlpatterns = [
    path("dot-kham/<int:round_id>/diem-danh/", pages.attendance_mark, name="attendance_mark"),
    path(
        "dot-kham/<int:round_id>/diem-danh/tep/", pages.attendance_upload, name="attendance_upload"
    ),
    path(
        "dot-kham/<int:round_id>/diem-danh/xuat/",
        pages.attendance_export,
        name="attendance_export",
    ),
    path("dot-kham/<int:round_id>/hen-lai/", pages.attendance_second, name="attendance_second"),
    path("dot-kham/vang-mat/<int:entry_id>/", pages.attendance_absent, name="attendance_absent"),
    path("dot-kham/bo-diem-danh/<int:entry_id>/", pages.attendance_undo, name="attendance_undo"),
]
