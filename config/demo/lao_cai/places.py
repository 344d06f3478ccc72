"""Where the demo year of Lào Cai takes place: two old provinces that are one since 01/7/2025."""

from accounts.models import HospitalLevel, UnitKind
from accounts.roles import Role
from config.demo.places import CENTRAL_HOSPITALS, Place, SignIn, hospital

DEPARTMENT = "SYT-LC"
SUFFIX = ".lc"
"""Ends the user names of this department."""
LAO_CAI, YEN_BAI = "lao-cai", "yen-bai"
DEMO_COMMUNE = "XP-LC-LAOCAI"
DEMO_HOSPITAL = "BVDK1-LC"

PROVINCIAL_HOSPITALS = (
    hospital(DEMO_HOSPITAL, "Bệnh viện Đa khoa số 1 tỉnh Lào Cai", HospitalLevel.PROVINCE, LAO_CAI),
    hospital("BVDK2-LC", "Bệnh viện Đa khoa số 2 tỉnh Lào Cai", HospitalLevel.PROVINCE, YEN_BAI),
    hospital(
        "BVPHCN-LC", "Bệnh viện Phục hồi chức năng tỉnh Lào Cai", HospitalLevel.PROVINCE, LAO_CAI
    ),
)
REGIONAL_HOSPITALS = tuple(
    hospital(f"TTYT-LC-{code}", f"Trung tâm Y tế khu vực {name}", HospitalLevel.REGION, province)
    for code, name, province in (
        ("BAOTHANG", "Bảo Thắng", LAO_CAI),
        ("BAOYEN", "Bảo Yên", LAO_CAI),
        ("BATXAT", "Bát Xát", LAO_CAI),
        ("BACHA", "Bắc Hà", LAO_CAI),
        ("MUONGKHUONG", "Mường Khương", LAO_CAI),
        ("SAPA", "Sa Pa", LAO_CAI),
        ("VANBAN", "Văn Bàn", LAO_CAI),
        ("LUCYEN", "Lục Yên", YEN_BAI),
        ("VANYEN", "Văn Yên", YEN_BAI),
        ("YENBINH", "Yên Bình", YEN_BAI),
        ("NGHIALO", "Nghĩa Lộ", YEN_BAI),
        ("MUCANGCHAI", "Mù Cang Chải", YEN_BAI),
    )
)
HOSPITALS = (*CENTRAL_HOSPITALS, *PROVINCIAL_HOSPITALS, *REGIONAL_HOSPITALS)

# Commune → the hospital that looks after its people.
COMMUNES = {
    Place(f"XP-LC-{code}", f"{kind} {name}", UnitKind.COMMUNE, legacy_province=province): cared_by
    for code, kind, name, province, cared_by in (
        ("LAOCAI", "Phường", "Lào Cai", LAO_CAI, DEMO_HOSPITAL),
        ("CAMDUONG", "Phường", "Cam Đường", LAO_CAI, DEMO_HOSPITAL),
        ("SAPA", "Phường", "Sa Pa", LAO_CAI, "TTYT-LC-SAPA"),
        ("TAVAN", "Xã", "Tả Van", LAO_CAI, "TTYT-LC-SAPA"),
        ("BATXAT", "Xã", "Bát Xát", LAO_CAI, "TTYT-LC-BATXAT"),
        ("MUONGHUM", "Xã", "Mường Hum", LAO_CAI, "TTYT-LC-BATXAT"),
        ("BAOTHANG", "Xã", "Bảo Thắng", LAO_CAI, "TTYT-LC-BAOTHANG"),
        ("TANGLOONG", "Xã", "Tằng Loỏng", LAO_CAI, "TTYT-LC-BAOTHANG"),
        ("BAOYEN", "Xã", "Bảo Yên", LAO_CAI, "TTYT-LC-BAOYEN"),
        ("BACHA", "Xã", "Bắc Hà", LAO_CAI, "TTYT-LC-BACHA"),
        ("SIMACAI", "Xã", "Si Ma Cai", LAO_CAI, "TTYT-LC-BACHA"),
        ("MUONGKHUONG", "Xã", "Mường Khương", LAO_CAI, "TTYT-LC-MUONGKHUONG"),
        ("VANBAN", "Xã", "Văn Bàn", LAO_CAI, "TTYT-LC-VANBAN"),
        ("VOLAO", "Xã", "Võ Lao", LAO_CAI, "TTYT-LC-VANBAN"),
        ("YENBAI", "Phường", "Yên Bái", YEN_BAI, "BVDK2-LC"),
        ("VANPHU", "Phường", "Văn Phú", YEN_BAI, "BVDK2-LC"),
        ("NAMCUONG", "Phường", "Nam Cường", YEN_BAI, "BVDK2-LC"),
        ("TRANYEN", "Xã", "Trấn Yên", YEN_BAI, "BVDK2-LC"),
        ("YENBINH", "Xã", "Yên Bình", YEN_BAI, "TTYT-LC-YENBINH"),
        ("THACBA", "Xã", "Thác Bà", YEN_BAI, "TTYT-LC-YENBINH"),
        ("LUCYEN", "Xã", "Lục Yên", YEN_BAI, "TTYT-LC-LUCYEN"),
        ("MAUA", "Xã", "Mậu A", YEN_BAI, "TTYT-LC-VANYEN"),
        ("NGHIALO", "Phường", "Nghĩa Lộ", YEN_BAI, "TTYT-LC-NGHIALO"),
        ("VANCHAN", "Xã", "Văn Chấn", YEN_BAI, "TTYT-LC-NGHIALO"),
        ("MUCANGCHAI", "Xã", "Mù Cang Chải", YEN_BAI, "TTYT-LC-MUCANGCHAI"),
    )
}
MANAGING_BODIES = tuple(
    Place(f"{code}-LC", f"{name} tỉnh Lào Cai", UnitKind.MANAGING_BODY)
    for code, name in (
        ("VPUBND", "Văn phòng Ủy ban nhân dân"),
        ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("SNV", "Sở Nội vụ"),
        ("STC", "Sở Tài chính"),
        ("SXD", "Sở Xây dựng"),
        ("SNNMT", "Sở Nông nghiệp và Môi trường"),
        ("SCT", "Sở Công Thương"),
        ("SGDDT", "Sở Giáo dục và Đào tạo"),
        ("STP", "Sở Tư pháp"),
    )
)
PARTY_BODY = Place("BTCTU-LC", "Ban Tổ chức Tỉnh ủy Lào Cai", UnitKind.MANAGING_BODY)
PLACES = (
    Place(DEPARTMENT, "Sở Y tế tỉnh Lào Cai", UnitKind.DEPARTMENT),
    *HOSPITALS,
    *COMMUNES,
    PARTY_BODY,
    *MANAGING_BODIES,
)

SIGN_INS = (
    SignIn("nhaplieu.lc", "Lù Thị Phương", DEPARTMENT, "Chuyên viên", (Role.DATA_ENTRY,)),
    SignIn("thamdinh.lc", "Đỗ Văn Khải", DEPARTMENT, "Phó Trưởng phòng", (Role.CHECKER,)),
    SignIn("thamdinh2.lc", "Vàng Thị Chư", DEPARTMENT, "Chuyên viên chính", (Role.CHECKER,)),
    SignIn("lanhdao.lc", "Trần Quốc Bảo", DEPARTMENT, "Phó Giám đốc Sở", (Role.APPROVER,)),
    SignIn("lanhdao2.lc", "Bùi Thị Nhàn", DEPARTMENT, "Phó Giám đốc Sở", (Role.APPROVER,)),
    SignIn("chitra.lc", "Nguyễn Thị Xoan", DEPARTMENT, "Kế toán viên", (Role.CASHIER,)),
    SignIn("chinhsach.lc", "Lý Văn Tả", DEPARTMENT, "Chuyên viên chính", (Role.POLICY_OFFICER,)),
    SignIn("baocao.lc", "Phạm Thị Hiên", DEPARTMENT, "Chuyên viên chính", (Role.REPORTER,)),
    SignIn("tracuu.lc", "Giàng A Páo", DEPARTMENT, "Thanh tra viên", (Role.INSPECTOR,)),
    SignIn("nhaplieu.xa.lc", "Tẩn Thị Mẩy", DEMO_COMMUNE, "Công chức xã hội", (Role.DATA_ENTRY,)),
    SignIn("nhaplieu.bv.lc", "Hà Văn Chuyền", DEMO_HOSPITAL, "Cán bộ kế hoạch", (Role.DATA_ENTRY,)),
)
