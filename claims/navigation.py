from claims.requests.entry import REQUEST
from config.web import NavigationItem, Section


def navigation() -> list[NavigationItem]:
    """The lines of this app in the side navigation."""
    return [
        NavigationItem(Section.WORK, "Hồ sơ chờ tôi", "inbox", "my_queue", "claim_view", 10),
        NavigationItem(Section.WORK, "Hồ sơ đề nghị", "files", "claim_list", "claim_view", 20),
        NavigationItem(
            Section.WORK, "Danh sách chi trả", "cash", "payment_list_list", "payment_view", 30
        ),
        NavigationItem(
            Section.WORK, "Bảng kê của cơ sở", "receipt-2", "bill_list", "bill_view", 25
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
    ]
