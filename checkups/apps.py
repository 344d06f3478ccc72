from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "checkups"
    verbose_name = "Khám, chữa bệnh"

    def ready(self) -> None:
        from checkups import models
        from checkups.entries import ENTRIES
        from checkups.imports import EVENT_KINDS
        from claims.entries import register_entries
        from claims.facts import FactKind, register
        from claims.importing import register_events
        from config.web import NavigationItem, Section, register_navigation

        for kind in EVENT_KINDS:
            register_events(kind)
        for model, joined, url_name in (
            (models.HospitalStay, ("cadre", "facility", "unit"), "stay_detail"),
            (models.Checkup, ("cadre", "round", "facility", "unit"), "checkup_detail"),
            (models.CriticalIllness, ("cadre", "unit"), "illness_detail"),
            (models.DrugSupply, ("cadre", "unit"), "drug_detail"),
            (models.PurchasePackage, ("supplier", "unit"), "package_detail"),
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
        events = Section.EVENTS
        register_navigation(
            NavigationItem(
                events,
                "Nhập sự việc",
                "forms",
                "entry_hub",
                "fact_record",
                10,
                ("entry_", "event_"),
            ),
            NavigationItem(
                events, "Điều trị nội trú", "building-hospital", "stay_list", "fact_view", 20
            ),
            NavigationItem(events, "Bệnh hiểm nghèo", "heartbeat", "illness_list", "fact_view", 50),
            NavigationItem(
                events,
                "Thuốc đặc trị",
                "pill",
                "drug_list",
                "fact_view",
                60,
                ("drug_", "package_"),
            ),
            NavigationItem(
                events,
                "Khám sức khỏe",
                "stethoscope",
                "round_list",
                "fact_view",
                70,
                ("round_", "checkup_"),
            ),
            NavigationItem(
                events, "Phụ cấp nhiệm vụ", "users-group", "allowance_list", "fact_view", 80
            ),
            NavigationItem(
                Section.WORK, "Xác nhận sổ cũ", "archive", "history_list", "history_confirm", 60
            ),
        )
