from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    name = "beneficiaries"
    verbose_name = "Đối tượng"

    def ready(self) -> None:
        from beneficiaries.importing import ImportKind, register_import
        from beneficiaries.registry.columns import registry_columns, registry_template
        from beneficiaries.registry.judging import KIND, judge_registry
        from beneficiaries.registry.undoing import undo_registry
        from beneficiaries.registry.writing import write_registry
        from config.web import NavigationItem, Section, register_navigation

        register_import(
            ImportKind(
                code=KIND,
                title="Nhập danh sách cán bộ",
                noun="người",
                permission="cadre_import",
                columns=lambda batch: registry_columns(),
                judge=judge_registry,
                write=write_registry,
                undo=undo_registry,
                template=lambda user: registry_template(),
                home="cadre_list",
                upload="cadre_import",
            )
        )
        register_navigation(
            NavigationItem(
                Section.PEOPLE,
                "Cán bộ",
                "users",
                "cadre_list",
                "cadre_view",
                10,
                ("cadre_", "succession_"),
            ),
            NavigationItem(
                Section.PEOPLE,
                "Thẻ sức khỏe",
                "id",
                "card_list",
                "card_view",
                15,
                ("card_",),
            ),
            NavigationItem(
                Section.PEOPLE,
                "Lượt nhập Excel",
                "file-spreadsheet",
                "batch_list",
                "batch_view",
                20,
                ("batch_",),
            ),
        )
