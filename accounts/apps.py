from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        from config.web import NavigationItem, Section, register_navigation

        register_navigation(
            NavigationItem(
                Section.ADMINISTRATION, "Người dùng", "user-cog", "user_list", "user_manage", 10
            ),
            NavigationItem(
                Section.ADMINISTRATION, "Đơn vị", "building", "unit_list", "user_manage", 20
            ),
            NavigationItem(
                Section.ADMINISTRATION,
                "Nhật ký truy cập",
                "eye-search",
                "access_log",
                "access_log_view",
                30,
            ),
        )
