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
                ("resolution_", "rate_", "pack_"),
            )
        )
