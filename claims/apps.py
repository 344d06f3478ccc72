from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Hồ sơ đề nghị"

    def ready(self) -> None:
        from beneficiaries.panels import Panel, register_panel, register_search
        from claims.billing.releasing import release_line
        from claims.entries.views import entry_panel
        from claims.facts import follow_taking_back
        from claims.navigation import navigation
        from claims.panels import claims_panel, find_claims
        from claims.received import received_panel
        from claims.trying import LENDER
        from config.web import register_navigation
        from policies.subjects import lend_subjects

        register_navigation(*navigation())
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
                "received",
                "Đã hưởng và sắp tới",
                "claims/received_panel.html",
                context=received_panel,
                permission="claim_view",
                order=15,
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
        _register_requests()
        follow_taking_back(release_line)
        lend_subjects(LENDER)
        register_search("claims", find_claims, permission="claim_view")


def _register_requests() -> None:
    """What no other kind of fact is about, as a fact like the others."""
    from claims.entries import register_entries
    from claims.facts import FactKind, register
    from claims.importing import register_events
    from claims.models import BenefitRequest
    from claims.requests.entry import REQUEST
    from claims.requests.importing import REQUESTS

    register(
        FactKind(
            kind=BenefitRequest.KIND,
            title=str(BenefitRequest._meta.verbose_name),
            rows=BenefitRequest.objects.select_related("cadre", "unit").all,
            url_name=REQUEST.detail_url,
        )
    )
    register_entries(REQUEST)
    register_events(REQUESTS)
