from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "Chính sách"

    def ready(self) -> None:
        from config.web import NavigationItem, Section, register_navigation

        register_navigation(
            NavigationItem(
                Section.LAW,
                "Văn bản, mức hưởng",
                "gavel",
                "resolution_list",
                "resolution_view",
                10,
                (
                    "resolution_",
                    "rate_",
                    "pack_",
                    "draft_",
                    "benefit_",
                    "limit_",
                    "threshold_",
                    "law_limit_",
                    "relation_",
                    "trial",
                    "case_",
                ),
            ),
            NavigationItem(
                Section.LAW,
                "Nguồn, tham số, danh mục",
                "list-details",
                "parameter_list",
                "resolution_edit",
                30,
                ("parameter_", "payer_", "dated_list_"),
            ),
        )
