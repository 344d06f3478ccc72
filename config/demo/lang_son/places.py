"""Where the demo year of Lạng Sơn takes place: units of the province, and who signs in there."""

from accounts.models import HospitalLevel, UnitKind
from accounts.roles import Role
from config.demo.places import CENTRAL_HOSPITALS, Place, SignIn, hospital

DEPARTMENT = "SYT"
DEMO_COMMUNE = "XP-TAMTHANH"
DEMO_HOSPITAL = "BVDK"
CENTRE = "TTDD"

PROVINCIAL_HOSPITALS = (
    hospital(DEMO_HOSPITAL, "Bệnh viện Đa khoa tỉnh Lạng Sơn", HospitalLevel.PROVINCE),
    hospital("BVPHCN", "Bệnh viện Phục hồi chức năng tỉnh Lạng Sơn", HospitalLevel.PROVINCE),
    hospital("BVYHCT", "Bệnh viện Y học cổ truyền tỉnh Lạng Sơn", HospitalLevel.PROVINCE),
    hospital("BVP", "Bệnh viện Phổi tỉnh Lạng Sơn", HospitalLevel.PROVINCE),
)
REGIONAL_HOSPITALS = tuple(
    hospital(f"TTYT-{code}", f"Trung tâm Y tế khu vực {name}", HospitalLevel.REGION)
    for code, name in (
        ("BACSON", "Bắc Sơn"),
        ("BINHGIA", "Bình Gia"),
        ("CAOLOC", "Cao Lộc"),
        ("CHILANG", "Chi Lăng"),
        ("DINHLAP", "Đình Lập"),
        ("HUULUNG", "Hữu Lũng"),
        ("LOCBINH", "Lộc Bình"),
        ("TRANGDINH", "Tràng Định"),
        ("VANLANG", "Văn Lãng"),
        ("VANQUAN", "Văn Quan"),
    )
)
HOSPITALS = (*CENTRAL_HOSPITALS, *PROVINCIAL_HOSPITALS, *REGIONAL_HOSPITALS)

# Commune → the regional hospital that looks after its people; the town goes to the province's.
COMMUNES = {
    Place(f"XP-{code}", f"{kind} {name}", UnitKind.COMMUNE): hospital
    for code, kind, name, hospital in (
        ("TAMTHANH", "Phường", "Tam Thanh", DEMO_HOSPITAL),
        ("LUONGVANTRI", "Phường", "Lương Văn Tri", DEMO_HOSPITAL),
        ("DONGKINH", "Phường", "Đông Kinh", DEMO_HOSPITAL),
        ("KYLUA", "Phường", "Kỳ Lừa", DEMO_HOSPITAL),
        ("THATKHE", "Xã", "Thất Khê", "TTYT-TRANGDINH"),
        ("TRANGDINH", "Xã", "Tràng Định", "TTYT-TRANGDINH"),
        ("BINHGIA", "Xã", "Bình Gia", "TTYT-BINHGIA"),
        ("TANVAN", "Xã", "Tân Văn", "TTYT-BINHGIA"),
        ("BACSON", "Xã", "Bắc Sơn", "TTYT-BACSON"),
        ("VULE", "Xã", "Vũ Lễ", "TTYT-BACSON"),
        ("VANQUAN", "Xã", "Văn Quan", "TTYT-VANQUAN"),
        ("DIEMHE", "Xã", "Điềm He", "TTYT-VANQUAN"),
        ("NASAM", "Xã", "Na Sầm", "TTYT-VANLANG"),
        ("VANLANG", "Xã", "Văn Lãng", "TTYT-VANLANG"),
        ("LOCBINH", "Xã", "Lộc Bình", "TTYT-LOCBINH"),
        ("NADUONG", "Xã", "Na Dương", "TTYT-LOCBINH"),
        ("DINHLAP", "Xã", "Đình Lập", "TTYT-DINHLAP"),
        ("HUULUNG", "Xã", "Hữu Lũng", "TTYT-HUULUNG"),
        ("VANNHAM", "Xã", "Vân Nham", "TTYT-HUULUNG"),
        ("CHILANG", "Xã", "Chi Lăng", "TTYT-CHILANG"),
        ("DONGDANG", "Xã", "Đồng Đăng", "TTYT-CAOLOC"),
        ("CAOLOC", "Xã", "Cao Lộc", "TTYT-CAOLOC"),
    )
}
MANAGING_BODIES = tuple(
    Place(code, name, UnitKind.MANAGING_BODY)
    for code, name in (
        ("BTCTU", "Ban Tổ chức Tỉnh ủy"),
        ("VPTU", "Văn phòng Tỉnh ủy"),
        ("UBKTTU", "Ủy ban Kiểm tra Tỉnh ủy"),
        ("BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("BNCTU", "Ban Nội chính Tỉnh ủy"),
        ("MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("VPHDND", "Văn phòng Đoàn ĐBQH và HĐND tỉnh"),
        ("VPUBND", "Văn phòng Ủy ban nhân dân tỉnh"),
        ("SNV", "Sở Nội vụ"),
        ("STC", "Sở Tài chính"),
        ("SXD", "Sở Xây dựng"),
        ("SNNMT", "Sở Nông nghiệp và Môi trường"),
        ("SCT", "Sở Công Thương"),
        ("SGDDT", "Sở Giáo dục và Đào tạo"),
        ("STP", "Sở Tư pháp"),
    )
)
PLACES = (
    Place(DEPARTMENT, "Sở Y tế tỉnh Lạng Sơn", UnitKind.DEPARTMENT),
    *HOSPITALS,
    *COMMUNES,
    Place(CENTRE, "Trung tâm Điều dưỡng người có công tỉnh", UnitKind.CONVALESCENCE_CENTRE),
    *MANAGING_BODIES,
)

SIGN_INS = (
    SignIn("nhaplieu", "Lương Thị Hạnh", DEPARTMENT, "Chuyên viên", (Role.DATA_ENTRY,)),
    SignIn("thamdinh", "Vi Văn Thành", DEPARTMENT, "Phó Trưởng phòng", (Role.CHECKER,)),
    SignIn("lanhdao", "Hoàng Minh Đức", DEPARTMENT, "Phó Giám đốc Sở", (Role.APPROVER,)),
    SignIn("chitra", "Nông Thị Thu", DEPARTMENT, "Kế toán viên", (Role.CASHIER,)),
    SignIn("chinhsach", "Đinh Quang Huy", DEPARTMENT, "Chuyên viên chính", (Role.POLICY_OFFICER,)),
    SignIn("baocao", "Triệu Thị Lan", DEPARTMENT, "Chuyên viên chính", (Role.REPORTER,)),
    SignIn("tracuu", "Bế Văn Sơn", DEPARTMENT, "Thanh tra viên", (Role.INSPECTOR,)),
    SignIn("quantri", "Chu Anh Tuấn", DEPARTMENT, "Kỹ sư công nghệ", (Role.ADMINISTRATOR,)),
    SignIn("nhaplieu.xa", "Lý Thị Mai", DEMO_COMMUNE, "Công chức xã hội", (Role.DATA_ENTRY,)),
    SignIn("nhaplieu.bv", "Đàm Văn Phú", DEMO_HOSPITAL, "Cán bộ kế hoạch", (Role.DATA_ENTRY,)),
    SignIn("thamdinh2", "Phùng Thị Yến", DEPARTMENT, "Chuyên viên chính", (Role.CHECKER,)),
    SignIn("lanhdao2", "Nguyễn Hải Nam", DEPARTMENT, "Giám đốc Sở", (Role.APPROVER,)),
    # Whoever drafts a resolution doesn't release it.
    SignIn("chinhsach2", "Hứa Thị Nga", DEPARTMENT, "Phó Trưởng phòng", (Role.POLICY_OFFICER,)),
)
