from django.urls import path

from convalescence.trips import attendance_pages, pages, paper_pages, seat_pages

TRIP = "doan-dieu-duong/<int:trip_id>/"
SEAT = "doan-dieu-duong/cho/<int:seat_id>/"

urlpatterns = [
    path("doan-dieu-duong/bang/", pages.trip_board, name="trip_board"),
    path("doan-dieu-duong/lich/", pages.trip_calendar, name="trip_calendar"),
    path(f"{TRIP}buoc/<slug:action>/", pages.trip_move, name="trip_move"),
    path(f"{TRIP}hop-dong/", pages.trip_contract, name="trip_contract"),
    path(f"{TRIP}giay-to/", pages.trip_paper_add, name="trip_paper_add"),
    path("doan-dieu-duong/giay-to/<int:paper_id>/", pages.trip_paper, name="trip_paper"),
    path(f"{TRIP}ket-thuc/", pages.trip_close, name="trip_close"),
    path(f"{TRIP}danh-sach/", seat_pages.seat_list, name="seat_list"),
    path(f"{TRIP}danh-sach/them/", seat_pages.seat_create, name="seat_create"),
    path(f"{TRIP}danh-sach/chon/", seat_pages.seat_choose, name="seat_choose"),
    path(f"{TRIP}phong-xe/", seat_pages.trip_rooms, name="trip_rooms"),
    path(f"{TRIP}nguoi-di-cung/", seat_pages.companion_create, name="companion_create"),
    path(
        "doan-dieu-duong/nguoi-di-cung/<int:companion_id>/bo/",
        seat_pages.companion_remove,
        name="companion_remove",
    ),
    path(f"{SEAT}rut/", seat_pages.seat_give_up, name="seat_give_up"),
    path(f"{SEAT}thay/", seat_pages.seat_substitute, name="seat_substitute"),
    path(f"{SEAT}ve-som/", seat_pages.seat_return, name="seat_return"),
    path(f"{SEAT}o-lai/", seat_pages.seat_stay, name="seat_stay"),
    path(f"{TRIP}cham-cong/", attendance_pages.trip_attendance, name="trip_attendance"),
    path(f"{TRIP}danh-sach/pdf/", paper_pages.trip_list_pdf, name="trip_list_pdf"),
    path(f"{TRIP}cham-cong/pdf/", paper_pages.trip_attendance_pdf, name="trip_attendance_pdf"),
    path(f"{TRIP}excel/", paper_pages.trip_workbook, name="trip_workbook"),
]
