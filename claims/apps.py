from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Hồ sơ đề nghị"

    def ready(self) -> None:
        from beneficiaries.panels import Panel, register_panel, register_search
        from claims.entries import register_entries
        from claims.entries.views import entry_panel
        from claims.facts import FactKind, register
        from claims.models import BenefitRequest
        from claims.panels import claims_panel, find_claims
        from claims.requests.entry import REQUEST
        from claims.trying import LENDER
        from config.web import NavigationItem, Section, register_navigation
        from policies.subjects import lend_subjects

        register_navigation(
            NavigationItem(Section.WORK, "Hồ sơ chờ tôi", "inbox", "my_queue", "claim_view", 10),
            NavigationItem(Section.WORK, "Hồ sơ đề nghị", "files", "claim_list", "claim_view", 20),
            NavigationItem(
                Section.WORK, "Danh sách chi trả", "cash", "payment_list_list", "payment_view", 30
            ),
            NavigationItem(Section.WORK, "Khóa sổ", "lock", "period_close", "period_close", 40),
            NavigationItem(
                Section.WORK,
                "Truy lĩnh, thu hồi",
                "arrows-diff",
                "recalculation_list",
                "recalculation_view",
                35,
                covers=("recalculation_",),
            ),
            NavigationItem(
                Section.EVENTS, "Đề nghị khác", REQUEST.icon, REQUEST.list_url, "fact_view", 90
            ),
            NavigationItem(
                Section.LAW, "Mô phỏng", "chart-dots", "simulation_list", "simulation_view", 60
            ),
            NavigationItem(
                Section.PEOPLE,
                "Người nhận khác",
                "id-badge",
                "recipient_list",
                "recipient_view",
                60,
            ),
            NavigationItem(
                Section.REPORTS, "Dự toán", "calculator", "estimate_list", "estimate_view", 60
            ),
        )
        register_panel(
            Panel(
                "claims",
                "Hồ sơ chế độ",
                "claims/cadre_panel.html",
                context=claims_panel,
                permission="claim_view",
                order=20,
            )
        )
        register_panel(
            Panel(
                "entries",
                "Nhập sự việc cho người này",
                "claims/entry_panel.html",
                context=entry_panel,
                permission="fact_record",
                order=10,
            )
        )
        register(
            FactKind(
                kind=BenefitRequest.KIND,
                title=str(BenefitRequest._meta.verbose_name),
                rows=BenefitRequest.objects.select_related("cadre", "unit").all,
                url_name=REQUEST.detail_url,
            )
        )
        register_entries(REQUEST)
        lend_subjects(LENDER)
        register_search("claims", find_claims, permission="claim_view")
