from django.urls import path

from policies.editing.pages import benefits, relations, rules, shared, sheet, tables, versions

DRAFT = "chinh-sach/<slug:code>/soan/"
BENEFIT = f"{DRAFT}che-do/<slug:benefit>/"

urlpatterns = [
    path("soan-van-ban/", versions.draft_create, name="draft_create"),
    path("chinh-sach/<slug:code>/ban-sao/", versions.draft_copy, name="draft_copy"),
    path(DRAFT, versions.draft_overview, name="draft_overview"),
    path(f"{DRAFT}van-ban/", versions.draft_head, name="draft_head"),
    path(f"{DRAFT}cau-hoi/", versions.draft_answers, name="draft_answers"),
    path(f"{DRAFT}doi-tuong/", tables.draft_groups, name="draft_groups"),
    path(f"{DRAFT}che-do/", tables.draft_benefits, name="draft_benefits"),
    path(f"{DRAFT}bang-muc/", sheet.draft_sheet, name="draft_sheet"),
    path(BENEFIT, benefits.benefit_edit, name="benefit_edit"),
    path(f"{BENEFIT}muc/", rules.rate_create, name="rate_create"),
    path(f"{BENEFIT}muc/<int:rate_id>/", rules.rate_edit, name="rate_edit"),
    path(f"{BENEFIT}han-muc/", rules.limit_create, name="limit_create"),
    path(f"{BENEFIT}han-muc/<int:limit_id>/", rules.limit_edit, name="limit_edit"),
    path(f"{BENEFIT}muc-toi-thieu/", rules.threshold_create, name="threshold_create"),
    path(
        f"{BENEFIT}muc-toi-thieu/<int:threshold_id>/", rules.threshold_edit, name="threshold_edit"
    ),
    path(f"{DRAFT}han-muc/", rules.draft_limits, name="draft_limits"),
    path(f"{DRAFT}han-muc/moi/", rules.law_limit_create, name="law_limit_create"),
    path(f"{DRAFT}han-muc/<int:limit_id>/", rules.law_limit_edit, name="law_limit_edit"),
    path(f"{DRAFT}quan-he/", relations.draft_relations, name="draft_relations"),
    path(f"{DRAFT}quan-he/moi/", relations.relation_create, name="relation_create"),
    path(f"{DRAFT}quan-he/<int:relation_id>/", relations.relation_edit, name="relation_edit"),
    path("nguon-kinh-phi/", shared.payer_list, name="payer_list"),
    path("tham-so/", shared.parameter_list, name="parameter_list"),
    path("tham-so/moi/", shared.parameter_create, name="parameter_create"),
    path("tham-so/<slug:code>/", shared.parameter_edit, name="parameter_edit"),
    path("danh-muc/", shared.dated_list_list, name="dated_list_list"),
    path("danh-muc/moi/", shared.dated_list_create, name="dated_list_create"),
    path("danh-muc/<slug:code>/", shared.dated_list_edit, name="dated_list_edit"),
]
