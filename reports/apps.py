from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from config.web import NavigationItem, Section, register_navigation

        register_navigation(
            NavigationItem(
                Section.REPORTS,
                "Báo cáo tổng kết",
                "file-analytics",
                "report_list",
                permission="report_view",
                order=10,
                covers=(
                    "report_",
                    "reported_",
                    "comparison_",
                    "figure_",
                    "section_",
                    "version_",
                    "comment_",
                    "appendix_",
                    "publication_",
                    "outline_",
                ),
            )
        )
        register_navigation(
            NavigationItem(
                Section.REPORTS,
                "Văn bản trích dẫn",
                "books",
                "document_list",
                permission="document_view",
                order=30,
                covers=("document_",),
            )
        )
