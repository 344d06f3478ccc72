from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "checkups"
    verbose_name = "Khám, chữa bệnh"

    def ready(self) -> None:
        from beneficiaries.importing import register_import
        from beneficiaries.secrecy import register_health_data
        from checkups import models
        from checkups.attendance.importing import ATTENDANCE
        from checkups.billing import ROUND, forget_checkup
        from checkups.delegations import DELEGATIONS
        from checkups.entries import ENTRIES
        from checkups.health.erasing import HEALTH_DATA
        from checkups.imports import EVENT_KINDS
        from checkups.navigation import navigation
        from checkups.rounds.budgeting import beyond_estimate
        from checkups.whereabouts import STAYS
        from claims.billing.occasions import register_occasion
        from claims.entries import register_entries
        from claims.facts import FactKind, follow_taking_back, register, register_budget
        from claims.importing import register_events
        from claims.whereabouts import register_whereabouts
        from config.web import register_navigation

        for kind in (*EVENT_KINDS, DELEGATIONS):
            register_events(kind)
        for model, joined, url_name in (
            (models.HospitalStay, ("cadre", "facility", "unit"), "stay_detail"),
            (models.Checkup, ("cadre", "round", "facility", "unit"), "checkup_detail"),
            (models.CriticalIllness, ("cadre", "unit"), "illness_detail"),
            (models.DrugSupply, ("cadre", "unit"), "drug_detail"),
            (models.PurchasePackage, ("supplier", "unit"), "package_detail"),
            (models.DelegationDrugs, ("supplier", "unit"), "delegation_detail"),
            (models.StaffAllowance, ("recipient", "unit"), "allowance_detail"),
        ):
            register(
                FactKind(
                    kind=model.KIND,
                    title=str(model._meta.verbose_name),
                    rows=model.objects.select_related(*joined).all,
                    url_name=url_name,
                )
            )
        register_entries(*ENTRIES)
        register_occasion(ROUND)
        follow_taking_back(forget_checkup)
        register_budget(models.Checkup.KIND, beyond_estimate)
        register_health_data(*HEALTH_DATA)
        register_whereabouts(STAYS)
        register_import(ATTENDANCE)
        register_navigation(*navigation())
