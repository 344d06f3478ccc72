from django.urls import path

from checkups.rounds import pages, roster_pages, schedule_pages, step_pages

ROUND = "dot-kham/<int:round_id>/"

urlpatterns = [
    path("dot-kham/", pages.round_list, name="round_list"),
    path("dot-kham/bang/", pages.round_board, name="round_board"),
    path("dot-kham/lich/", pages.round_calendar, name="round_calendar"),
    path("dot-kham/them/", pages.round_create, name="round_create"),
    path(ROUND, pages.round_detail, name="round_detail"),
    path(f"{ROUND}sua/", pages.round_edit, name="round_edit"),
    path(f"{ROUND}ke-hoach/", pages.round_plan_file, name="round_plan_file"),
    path(f"{ROUND}de-xuat/", step_pages.round_propose, name="round_propose"),
    path(f"{ROUND}khong-de-xuat/", step_pages.round_left_out, name="round_left_out"),
    path(f"{ROUND}thong-nhat/", step_pages.round_agree, name="round_agree"),
    path(f"{ROUND}nang-du-toan/", step_pages.round_raise, name="round_raise"),
    path(f"{ROUND}buoc/<slug:action>/", step_pages.round_step, name="round_step"),
    path(f"{ROUND}danh-sach/", roster_pages.roster_list, name="roster_list"),
    path(f"{ROUND}danh-sach/sua/", roster_pages.roster_review, name="roster_review"),
    path(f"{ROUND}danh-sach/them/", roster_pages.roster_add, name="roster_add"),
    path(f"{ROUND}phan/<int:unit_id>/", roster_pages.part_detail, name="part_detail"),
    path(f"{ROUND}phan/<int:unit_id>/xac-nhan/", roster_pages.part_confirm, name="part_confirm"),
    path(f"{ROUND}phan/<int:unit_id>/tra-lai/", roster_pages.part_return, name="part_return"),
    path(f"{ROUND}lich-hen/", schedule_pages.appointment_plan, name="appointment_plan"),
    path(f"{ROUND}lich-hen/doi/", schedule_pages.appointment_change, name="appointment_change"),
    path(f"{ROUND}giay-moi/", schedule_pages.invitation_list, name="invitation_list"),
    path(f"{ROUND}giay-moi/lap/", schedule_pages.invitation_print, name="invitation_print"),
    path(f"{ROUND}giay-moi/da-moi/", schedule_pages.invitation_mark, name="invitation_mark"),
    path(f"{ROUND}giay-moi/danh-sach/", schedule_pages.invitation_roster, name="invitation_roster"),
    path(
        f"{ROUND}giay-moi/tin-nhan/",
        schedule_pages.invitation_messages,
        name="invitation_messages",
    ),
    path(f"{ROUND}giay-moi/<int:print_id>/", schedule_pages.invitation_pdf, name="invitation_pdf"),
]
