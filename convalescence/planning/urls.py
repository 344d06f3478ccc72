from django.urls import path

from convalescence.planning import grant_pages, list_pages, pages, person_pages

PLAN = "ke-hoach-dieu-duong/<int:plan_id>/"
QUOTA = "ke-hoach-dieu-duong/chi-tieu/<int:quota_id>/"
PERSON = "ke-hoach-dieu-duong/nguoi/<int:candidate_id>/"

urlpatterns = [
    path("ke-hoach-dieu-duong/", pages.year_plan_list, name="year_plan_list"),
    path("ke-hoach-dieu-duong/them/", pages.year_plan_create, name="year_plan_create"),
    path(PLAN, pages.year_plan_detail, name="year_plan_detail"),
    path(f"{PLAN}sua/", pages.year_plan_edit, name="year_plan_edit"),
    path(f"{PLAN}tep/", pages.year_plan_file, name="year_plan_file"),
    path(f"{PLAN}lap-danh-sach/", pages.year_plan_propose, name="year_plan_propose"),
    path(f"{PLAN}thong-nhat/", pages.year_plan_agree, name="year_plan_agree"),
    path(f"{PLAN}buoc/<slug:action>/", pages.year_plan_advance, name="year_plan_advance"),
    path(f"{PLAN}chi-tieu/them/", grant_pages.quota_create, name="quota_create"),
    path(f"{QUOTA}sua/", grant_pages.quota_edit, name="quota_edit"),
    path(f"{QUOTA}bo/", grant_pages.quota_remove, name="quota_remove"),
    path(f"{QUOTA}nguoi-ke-tiep/", grant_pages.quota_call, name="quota_call"),
    path("ke-hoach-dieu-duong/chu-ky/<int:cycle_id>/", grant_pages.cycle_edit, name="cycle_edit"),
    path(
        "ke-hoach-dieu-duong/don-vi/<int:part_id>/xac-nhan/",
        pages.plan_part_confirm,
        name="plan_part_confirm",
    ),
    path(f"{PLAN}den-luot/", list_pages.turn_list, name="turn_list"),
    path(f"{PLAN}den-luot/excel/", list_pages.turn_export, name="turn_export"),
    path(f"{PLAN}danh-sach/", list_pages.candidate_list, name="candidate_list"),
    path(f"{PLAN}danh-sach/excel/", list_pages.candidate_export, name="candidate_export"),
    path(f"{PLAN}danh-sach/pdf/", list_pages.candidate_pdf, name="candidate_pdf"),
    path(PERSON, person_pages.candidate_detail, name="candidate_detail"),
    path(f"{PERSON}nguyen-vong/", person_pages.candidate_wish, name="candidate_wish"),
    path(f"{PERSON}suc-khoe/", person_pages.candidate_fitness, name="candidate_fitness"),
    path(f"{PERSON}khong-di/", person_pages.candidate_leave, name="candidate_leave"),
    path(f"{PERSON}tai-nha/", person_pages.candidate_home, name="candidate_home"),
    path(f"{PERSON}thay/", person_pages.candidate_substitute, name="candidate_substitute"),
    path(f"{PLAN}tai-nha/", person_pages.home_run_create, name="home_run_create"),
    path(
        "ke-hoach-dieu-duong/tai-nha/<int:run_id>/",
        person_pages.home_run_detail,
        name="home_run_detail",
    ),
]
