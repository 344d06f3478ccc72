from django.apps import AppConfig


class ConvalescenceConfig(AppConfig):
    name = "convalescence"
    verbose_name = "Điều dưỡng"

    def ready(self) -> None:
        from beneficiaries.secrecy import register_health_data
        from claims.billing.occasions import register_occasion
        from claims.entries import register_entries
        from claims.importing import register_events
        from claims.whereabouts import register_whereabouts
        from config.web import NavigationItem, Section, register_navigation
        from convalescence.entries import ENTRIES
        from convalescence.imports import EVENT_KINDS
        from convalescence.planning.erasing import HEALTH_DATA
        from convalescence.trips.billing import TRIP_BILLS
        from convalescence.trips.whereabouts import TRIP_DAYS

        register_health_data(*HEALTH_DATA)
        register_occasion(TRIP_BILLS)
        register_whereabouts(TRIP_DAYS)
        for kind in EVENT_KINDS:
            register_events(kind)
        _register_facts()
        register_entries(*ENTRIES)
        register_navigation(
            NavigationItem(
                Section.EVENTS,
                "Kế hoạch điều dưỡng",
                "calendar-event",
                "year_plan_list",
                "plan_view",
                28,
                (
                    "year_plan_",
                    "quota_",
                    "cycle_",
                    "plan_part_",
                    "turn_",
                    "candidate_",
                    "home_run_",
                ),
            ),
            NavigationItem(
                Section.EVENTS,
                "Đoàn điều dưỡng",
                "trees",
                "trip_list",
                "fact_view",
                30,
                ("trip_", "participation_", "seat_", "companion_"),
            ),
            NavigationItem(
                Section.EVENTS, "Điều dưỡng tại nhà", "home-heart", "home_list", "fact_view", 40
            ),
        )


def _register_facts() -> None:
    from claims.facts import FactKind, register
    from convalescence import models

    for model, joined, url_name in (
        (models.Participation, ("cadre", "trip", "unit"), "participation_detail"),
        (models.HomeConvalescence, ("cadre", "unit"), "home_detail"),
    ):
        register(
            FactKind(
                kind=model.KIND,
                title=str(model._meta.verbose_name),
                rows=model.objects.select_related(*joined).all,
                url_name=url_name,
            )
        )
