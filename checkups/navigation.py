from config.web import NavigationItem, Section


def navigation() -> list[NavigationItem]:
    """The lines of this app in the side navigation, and those of entering as a whole."""
    events = Section.EVENTS
    return [
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
            ("drug_", "package_", "delegation_"),
        ),
        NavigationItem(
            events,
            "Khám sức khỏe",
            "stethoscope",
            "round_list",
            "fact_view",
            70,
            ("round_", "checkup_", "attendance_", "roster_", "part_"),
        ),
        NavigationItem(
            Section.PEOPLE,
            "Chưa đến lượt khám",
            "calendar-x",
            "unexamined_list",
            "cadre_view",
            50,
        ),
        NavigationItem(
            events, "Phụ cấp nhiệm vụ", "users-group", "allowance_list", "fact_view", 80
        ),
        NavigationItem(
            Section.WORK, "Xác nhận sổ cũ", "archive", "history_list", "history_confirm", 60
        ),
    ]
