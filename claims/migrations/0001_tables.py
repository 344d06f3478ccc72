import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.encryption


class Migration(migrations.Migration):
    replaces = [
        ("claims", "0001_initial"),
        ("claims", "0002_claim_number"),
        ("claims", "0003_list_number"),
        ("claims", "0004_fast_lists_and_closed_periods"),
        ("claims", "0005_lines_know_their_day"),
        ("claims", "0006_simulations"),
        ("claims", "0007_lines_are_looked_at_once_a_statement"),
        ("claims", "0008_arrears_and_recoveries"),
        ("claims", "0009_seals"),
        ("claims", "0010_benefit_requests"),
        ("claims", "0011_bills"),
        ("claims", "0012_bills_against_the_contract"),
        ("claims", "0013_a_billed_line_opens_again"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("beneficiaries", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE claims_claim_number",
            reverse_sql="DROP SEQUENCE claims_claim_number",
        ),
        migrations.RunSQL(
            sql="CREATE SEQUENCE claims_list_number",
            reverse_sql="DROP SEQUENCE claims_list_number",
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occasion_kind", models.CharField(max_length=40, verbose_name="loại đợt")),
                ("occasion_id", models.BigIntegerField(verbose_name="mã đợt")),
                ("title", models.CharField(max_length=300, verbose_name="đợt")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bills",
                        to="accounts.unit",
                        verbose_name="cơ sở đề nghị",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số bảng kê, hóa đơn")),
                ("dated_on", models.DateField(verbose_name="ngày bảng kê")),
                ("file_name", models.CharField(max_length=255, verbose_name="tệp")),
                (
                    "sha256",
                    models.CharField(editable=False, max_length=64, verbose_name="dấu của tệp"),
                ),
                (
                    "workbook",
                    config.encryption.EncryptedTextField(default="", verbose_name="nội dung tệp"),
                ),
                (
                    "printed_total",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="tổng in trên bảng kê (đồng)"
                    ),
                ),
                (
                    "notes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        verbose_name="điều cần biết về tệp",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đối chiếu"),
                            ("matched", "Chờ xử lý, xác nhận"),
                            ("accepted", "Đã xác nhận"),
                            ("dropped", "Đã bỏ"),
                            ("failed", "Không đọc được"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "failure",
                    models.TextField(blank=True, default="", verbose_name="lý do không đọc được"),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="đã xử lý")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="phải xử lý")),
                ("stirred_at", models.DateTimeField(verbose_name="còn chạy lúc")),
                ("is_opening", models.BooleanField(default=False, verbose_name="đang lập hồ sơ")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị tải lên",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tải lên",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="tải lên lúc")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xác nhận",
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="xác nhận lúc")),
            ],
            options={
                "verbose_name": "bảng kê của cơ sở",
                "ordering": ("-uploaded_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("dropped", "failed")), _negated=True),
                        fields=("occasion_kind", "occasion_id", "sha256"),
                        name="bill_file_is_uploaded_once",
                        violation_error_message="Tệp này đã được tải lên cho đợt này rồi.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("dropped", "failed")), _negated=True),
                        fields=("occasion_kind", "occasion_id", "facility", "number"),
                        name="bill_number_is_used_once",
                        violation_error_message="Cơ sở này đã có bảng kê mang số này trong đợt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("printed_total", None), ("printed_total__gte", 0), _connector="OR"
                        ),
                        name="bill_total_is_not_negative",
                        violation_error_message="Tổng in trên bảng kê không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uploaded_at__isnull", False), ("uploaded_by__isnull", False)
                        ),
                        name="bill_uploaded_at_and_by",
                        violation_error_message="Bảng kê phải có người và lúc tải lên.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_by", None)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="bill_accepted_at_and_by",
                        violation_error_message="Bảng kê đã xác nhận phải có người và lúc xác nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="bill_accepted_has_who",
                        violation_error_message="Bảng kê đã xác nhận phải có người xác nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_by", None),
                            models.Q(("accepted_by", models.F("uploaded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="bill_accepted_by_another",
                        violation_error_message="Người tải bảng kê lên không được tự xác nhận bảng kê đó.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["occasion_kind", "occasion_id"], name="bill_by_occasion")
                ],
            },
        ),
        migrations.CreateModel(
            name="BillLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="claims.bill",
                        verbose_name="bảng kê",
                    ),
                ),
                ("occasion_kind", models.CharField(max_length=40, verbose_name="loại đợt")),
                ("occasion_id", models.BigIntegerField(verbose_name="mã đợt")),
                ("row", models.PositiveIntegerField(verbose_name="dòng")),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="họ tên trên bảng kê"
                    ),
                ),
                (
                    "born",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="ngày, năm sinh trên bảng kê"
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="giấy tờ trên bảng kê"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="beneficiaries.cadre",
                        verbose_name="người",
                    ),
                ),
                (
                    "candidates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, verbose_name="có thể là"
                    ),
                ),
                ("day", models.DateField(null=True, verbose_name="ngày")),
                ("days", models.PositiveSmallIntegerField(null=True, verbose_name="số ngày")),
                ("amount", models.BigIntegerField(default=0, verbose_name="đề nghị (đồng)")),
                ("owed", models.BigIntegerField(default=0, verbose_name="văn bản chi (đồng)")),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("matched", "Khớp"),
                            ("over", "Vượt mức chi"),
                            ("price", "Khác giá hợp đồng"),
                            ("absent", "Không có mặt"),
                            ("extra", "Ngoài danh sách"),
                            ("ambiguous", "Chưa rõ là ai"),
                            ("unknown", "Không tìm thấy người"),
                            ("twice", "Trùng trong bảng kê"),
                            ("billed", "Đã có bảng kê khác"),
                            ("nothing", "Không được hưởng"),
                            ("wrong", "Dòng sai"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, verbose_name="giải thích"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Chưa xử lý"),
                            ("taken", "Chấp nhận"),
                            ("left_out", "Loại ra"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="xử lý",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="lý do xử lý"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xử lý",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="xử lý lúc")),
                ("stands", models.BooleanField(default=False, verbose_name="được thanh toán")),
                (
                    "problem",
                    models.TextField(
                        blank=True, default="", verbose_name="vì sao chưa lập được hồ sơ"
                    ),
                ),
                (
                    "fact_kind",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="loại sự việc"
                    ),
                ),
                ("fact_id", models.BigIntegerField(null=True, verbose_name="mã sự việc")),
            ],
            options={
                "verbose_name": "dòng bảng kê",
                "ordering": ("bill", "row"),
                "constraints": [
                    models.UniqueConstraint(fields=("bill", "row"), name="bill_row_is_kept_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("stands", True)),
                        fields=("occasion_kind", "occasion_id", "cadre"),
                        name="person_is_billed_once_an_occasion",
                        violation_error_message="Người này đã được thanh toán trong đợt này.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fact_id__isnull", False)),
                        fields=("fact_kind", "fact_id"),
                        name="fact_of_one_bill_line",
                        violation_error_message="Sự việc này đã lập từ một dòng bảng kê khác.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("owed__gte", 0)),
                        name="bill_line_money_is_not_negative",
                        violation_error_message="Số tiền của dòng bảng kê không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stands", False),
                            models.Q(
                                ("cadre__isnull", False),
                                models.Q(
                                    models.Q(("decision", ""), ("finding", "matched")),
                                    ("decision", "taken"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="bill_line_stands_with_a_person",
                        violation_error_message="Chỉ dòng đã khớp hoặc đã được chấp nhận, có người, mới được thanh toán.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bill_line_decided_at_and_by",
                        violation_error_message="Dòng đã xử lý phải có người và lúc xử lý.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", ""),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bill_line_decided_with_reason",
                        violation_error_message="Chấp nhận hay loại một dòng phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fact_id", None), ("fact_kind", "")),
                            models.Q(
                                ("fact_id__isnull", False),
                                ("stands", True),
                                models.Q(("fact_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bill_line_fact_is_named_whole",
                        violation_error_message="Dòng đã lập hồ sơ phải là dòng được thanh toán.",
                    ),
                ],
                "indexes": [models.Index(fields=["bill", "finding"], name="bill_line_by_finding")],
            },
        ),
        migrations.CreateModel(
            name="BillStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="claims.bill",
                        verbose_name="bảng kê",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reading", "Đang đối chiếu"),
                            ("matched", "Chờ xử lý, xác nhận"),
                            ("accepted", "Đã xác nhận"),
                            ("dropped", "Đã bỏ"),
                            ("failed", "Không đọc được"),
                        ],
                        max_length=10,
                        verbose_name="từ",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("reading", "Đang đối chiếu"),
                            ("matched", "Chờ xử lý, xác nhận"),
                            ("accepted", "Đã xác nhận"),
                            ("dropped", "Đã bỏ"),
                            ("failed", "Không đọc được"),
                        ],
                        max_length=10,
                        verbose_name="sang",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="lúc")),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="nội dung"
                    ),
                ),
            ],
            options={
                "verbose_name": "bước xử lý bảng kê",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="bill_step_done_at_and_by",
                        violation_error_message="Bước xử lý phải có người và lúc làm.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetEstimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimates",
                        to="policies.benefit",
                        verbose_name="chế độ",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm ngân sách")),
                ("amount", models.BigIntegerField(verbose_name="dự toán (đồng)")),
                ("document", models.CharField(max_length=200, verbose_name="văn bản giao dự toán")),
            ],
            options={
                "verbose_name": "dự toán",
                "ordering": ("year", "benefit"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("benefit", "year"),
                        name="one_estimate_a_benefit_and_year",
                        violation_error_message="Chế độ này đã có dự toán của năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)),
                        name="estimate_is_not_negative",
                        violation_error_message="Dự toán không được âm.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "closed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="khóa lúc"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người khóa",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỳ đã khóa sổ",
                "ordering": ("begins_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="period_ends_after_it_begins",
                        violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", False), ("closed_by__isnull", False)
                        ),
                        name="period_closed_at_and_by",
                        violation_error_message="Kỳ khóa sổ phải có người và lúc khóa.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "begins_on", "ends_on", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            )
                        ],
                        name="closed_periods_do_not_overlap",
                        violation_error_message="Khoảng này trùng một kỳ đã khóa sổ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recalculation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recalculations",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do tính lại")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ tính"),
                            ("running", "Đang tính"),
                            ("judged", "Chờ quyết định"),
                            ("decided", "Đã lập hồ sơ"),
                            ("dropped", "Bỏ"),
                            ("failed", "Tính không xong"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "total",
                    models.PositiveIntegerField(default=0, verbose_name="số sự việc phải xem"),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="đã xem")),
                ("problem", models.TextField(blank=True, default="", verbose_name="vướng mắc")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quyết định lúc"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt tính lại",
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="recalculation_made_at_and_by",
                        violation_error_message="Đợt tính lại phải có người và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="recalculation_decided_at_and_by",
                        violation_error_message="Quyết định phải có người và lúc quyết định.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "judged"])),
                        fields=("resolution",),
                        name="one_open_recalculation_a_resolution",
                        violation_error_message="Văn bản này đang có một đợt tính lại chưa xong.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("staff", "Người làm nhiệm vụ"), ("supplier", "Nhà cung cấp")],
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="mã số (nhân viên, thuế)")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "job_title",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="chức vụ"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="accounts.unit",
                        verbose_name="đơn vị lập",
                    ),
                ),
                (
                    "bank_account",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số tài khoản"
                    ),
                ),
                (
                    "bank_name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="ngân hàng"
                    ),
                ),
            ],
            options={
                "verbose_name": "người nhận khác",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "code"),
                        name="recipient_code_is_unique",
                        violation_error_message="Mã số này đã có.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số hồ sơ")),
                ("heading", models.CharField(max_length=300, verbose_name="nội dung")),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="policies.payer",
                        verbose_name="nguồn kinh phí",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="claims.recipient",
                        verbose_name="người nhận khác",
                    ),
                ),
                ("payee_name", models.CharField(max_length=200, verbose_name="người hưởng")),
                ("search_name", models.CharField(editable=False, max_length=200)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                ("fact_kind", models.CharField(max_length=40, verbose_name="loại sự việc")),
                ("fact_id", models.BigIntegerField(verbose_name="mã sự việc")),
                ("event_on", models.DateField(verbose_name="ngày quyết định mức hưởng")),
                ("event_until", models.DateField(verbose_name="đến ngày")),
                ("entitlement_year", models.PositiveSmallIntegerField(verbose_name="năm hưởng")),
                (
                    "category",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="phân loại"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị nhập",
                    ),
                ),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), verbose_name="đơn vị được xem"
                    ),
                ),
                ("summary", models.JSONField(default=list, verbose_name="tóm tắt sự việc")),
                (
                    "refusals",
                    models.JSONField(default=list, verbose_name="chế độ không được hưởng và lý do"),
                ),
                ("amount", models.BigIntegerField(verbose_name="số tiền (đồng)")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp"),
                            ("returned", "Trả lại bổ sung"),
                            ("submitted", "Chờ thẩm định"),
                            ("checked", "Chờ duyệt"),
                            ("approved", "Đã duyệt"),
                            ("listed", "Đang chi trả"),
                            ("paid", "Đã chi"),
                            ("settled", "Đã duyệt, nguồn khác chi"),
                            ("refused", "Từ chối"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "snapshot",
                    config.encryption.EncryptedTextField(
                        default="", verbose_name="người hưởng lúc duyệt"
                    ),
                ),
                (
                    "recalculation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="claims.recalculation",
                        verbose_name="đợt tính lại",
                    ),
                ),
                (
                    "taken_over",
                    models.BooleanField(default=False, verbose_name="nhận từ sổ cũ, đã chi trước"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="thẩm định lúc")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thẩm định",
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True, verbose_name="duyệt lúc")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                ("paid_on", models.DateField(null=True, verbose_name="ngày chi")),
                (
                    "voucher",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="số chứng từ chi"
                    ),
                ),
                (
                    "budget_year",
                    models.PositiveSmallIntegerField(null=True, verbose_name="năm ngân sách"),
                ),
            ],
            options={
                "verbose_name": "hồ sơ đề nghị",
                "ordering": ("-event_on", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "cancelled"]), _negated=True),
                            ("recalculation", None),
                        ),
                        fields=("fact_kind", "fact_id", "payer", "resolution", "entitlement_year"),
                        name="one_claim_a_fact_and_payer",
                        violation_error_message="Sự việc này đã có hồ sơ đề nghị.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "cancelled"]), _negated=True),
                            ("recalculation__isnull", False),
                        ),
                        fields=(
                            "recalculation",
                            "fact_kind",
                            "fact_id",
                            "payer",
                            "entitlement_year",
                        ),
                        name="one_correction_a_fact_and_payer",
                        violation_error_message="Sự việc này đã có hồ sơ truy lĩnh, thu hồi của đợt này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cadre__isnull", False), ("recipient__isnull", False), _connector="OR"
                        ),
                        name="claim_is_for_somebody",
                        violation_error_message="Hồ sơ phải có người hưởng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0), ("recalculation__isnull", False), _connector="OR"
                        ),
                        name="claim_amount_is_not_negative",
                        violation_error_message="Số tiền không được âm, trừ hồ sơ thu hồi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recalculation", None),
                            models.Q(("amount", 0), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_corrects_something",
                        violation_error_message="Hồ sơ truy lĩnh, thu hồi phải khác 0 đồng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("event_until__gte", models.F("event_on"))),
                        name="claim_event_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="claim_made_at_and_by",
                        violation_error_message="Hồ sơ phải có người lập và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_checked_at_and_by",
                        violation_error_message="Thẩm định phải có người và lúc thẩm định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="claim_approved_at_and_by",
                        violation_error_message="Duyệt phải có người và lúc duyệt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by", None),
                            models.Q(("checked_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_checker_is_not_maker",
                        violation_error_message="Người thẩm định phải khác người lập hồ sơ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_approver_is_not_maker",
                        violation_error_message="Người duyệt phải khác người lập hồ sơ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            ("checked_by", None),
                            models.Q(("approved_by", models.F("checked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_approver_is_not_checker",
                        violation_error_message="Người duyệt phải khác người thẩm định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "checked"), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="claim_checked_has_checker",
                        violation_error_message="Hồ sơ chờ duyệt phải qua thẩm định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "listed", "paid", "settled"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                models.Q(
                                    ("checked_by__isnull", False),
                                    ("taken_over", True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="claim_decided_by_three",
                        violation_error_message="Hồ sơ đã duyệt phải có người thẩm định và người duyệt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(
                                ("budget_year__isnull", False),
                                ("paid_on__isnull", False),
                                models.Q(("voucher", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="claim_paid_has_voucher_and_day",
                        violation_error_message="Hồ sơ đã chi phải có số chứng từ và ngày chi.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["-event_on", "-id"], name="claim_newest_first"),
                    models.Index(fields=["state", "-event_on", "-id"], name="claim_by_state"),
                    models.Index(fields=["-amount", "-id"], name="claim_by_amount"),
                    models.Index(fields=["state"], include=("amount",), name="claim_sums_by_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("search_name", config="simple"),
                        name="claim_by_name_words",
                    ),
                    models.Index(
                        fields=["cadre", "entitlement_year"], name="claim_of_cadre_in_year"
                    ),
                    models.Index(fields=["fact_kind", "fact_id"], name="claim_of_fact"),
                    django.contrib.postgres.indexes.GinIndex(fields=["scope"], name="claim_scope"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecalculatedFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recalculation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="claims.recalculation",
                        verbose_name="đợt tính lại",
                    ),
                ),
                ("fact_kind", models.CharField(max_length=40, verbose_name="loại sự việc")),
                ("fact_id", models.BigIntegerField(verbose_name="mã sự việc")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                        verbose_name="hồ sơ đã duyệt",
                    ),
                ),
                ("payer_code", models.SlugField(max_length=40, verbose_name="nguồn")),
                ("old_amount", models.BigIntegerField(verbose_name="đã duyệt (đồng)")),
                ("new_amount", models.BigIntegerField(verbose_name="tính lại (đồng)")),
                (
                    "difference",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("new_amount"), "-", models.F("old_amount")
                        ),
                        output_field=models.BigIntegerField(verbose_name="chênh lệch (đồng)"),
                    ),
                ),
                ("reason", models.TextField(verbose_name="diễn giải")),
            ],
            options={
                "verbose_name": "sự việc thay đổi",
                "ordering": ("recalculation", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recalculation", "fact_kind", "fact_id", "payer_code"),
                        name="one_row_a_recalculated_fact_and_payer",
                        violation_error_message="Sự việc này đã có trong đợt tính lại.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="claims.claim",
                        verbose_name="hồ sơ đề nghị",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.benefit",
                        verbose_name="chế độ",
                    ),
                ),
                (
                    "rate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.rate",
                        verbose_name="mức hưởng",
                    ),
                ),
                ("article", models.CharField(max_length=300, verbose_name="điều khoản")),
                ("decided_on", models.DateField(verbose_name="ngày quyết định mức hưởng")),
                ("quantity", models.IntegerField(verbose_name="số lượng")),
                ("occurrences", models.SmallIntegerField(db_default=1, verbose_name="số lượt")),
                ("unit", models.CharField(max_length=20, verbose_name="đơn vị tính")),
                ("unit_amount", models.BigIntegerField(verbose_name="mức (đồng)")),
                (
                    "uncapped_amount",
                    models.BigIntegerField(verbose_name="trước khi áp trần (đồng)"),
                ),
                (
                    "previous_amount",
                    models.BigIntegerField(db_default=0, verbose_name="đã chi trước (đồng)"),
                ),
                ("amount", models.BigIntegerField(verbose_name="thành tiền (đồng)")),
                (
                    "ceiling",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="trần đã áp"
                    ),
                ),
                ("sentence", models.TextField(verbose_name="diễn giải")),
            ],
            options={
                "verbose_name": "dòng tính",
                "ordering": ("claim", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "benefit", "decided_on"),
                        name="one_line_a_benefit_and_day",
                        violation_error_message="Mỗi chế độ, mỗi ngày quyết định chỉ có một dòng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "previous_amount__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "*", models.Value(-1)
                                ),
                            ),
                            (
                                "previous_amount__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("uncapped_amount"), "-", models.F("amount")
                                ),
                            ),
                        ),
                        name="line_amount_is_within_its_uncapped_amount",
                        violation_error_message="Thành tiền cùng phần đã chi trước phải từ 0 đến số trước khi áp trần.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("occurrences", 1), ("previous_amount", 0), ("quantity__gte", 0)
                            ),
                            ("occurrences__in", [-1, 0]),
                            _connector="OR",
                        ),
                        name="line_counts_once",
                        violation_error_message="Dòng tính bình thường là một lượt, số lượng không âm.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="claims.claim",
                        verbose_name="hồ sơ đề nghị",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Nháp"),
                            ("returned", "Trả lại bổ sung"),
                            ("submitted", "Chờ thẩm định"),
                            ("checked", "Chờ duyệt"),
                            ("approved", "Đã duyệt"),
                            ("listed", "Đang chi trả"),
                            ("paid", "Đã chi"),
                            ("settled", "Đã duyệt, nguồn khác chi"),
                            ("refused", "Từ chối"),
                            ("cancelled", "Đã hủy"),
                        ],
                        max_length=10,
                        verbose_name="từ",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp"),
                            ("returned", "Trả lại bổ sung"),
                            ("submitted", "Chờ thẩm định"),
                            ("checked", "Chờ duyệt"),
                            ("approved", "Đã duyệt"),
                            ("listed", "Đang chi trả"),
                            ("paid", "Đã chi"),
                            ("settled", "Đã duyệt, nguồn khác chi"),
                            ("refused", "Từ chối"),
                            ("cancelled", "Đã hủy"),
                        ],
                        max_length=10,
                        verbose_name="sang",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="lúc")),
                ("name", models.CharField(max_length=120, verbose_name="họ tên lúc đó")),
                ("job_title", models.CharField(max_length=120, verbose_name="chức vụ lúc đó")),
                ("unit_name", models.CharField(max_length=200, verbose_name="đơn vị lúc đó")),
                ("reason", models.TextField(blank=True, default="", verbose_name="lý do")),
            ],
            options={
                "verbose_name": "bước xử lý",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="claim_event_done_at_and_by",
                        violation_error_message="Bước xử lý phải có người và lúc làm.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=20, unique=True, verbose_name="số danh sách"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="nội dung")),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_lists",
                        to="policies.payer",
                        verbose_name="nguồn kinh phí",
                    ),
                ),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="năm ngân sách")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị chi",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Đang lập"),
                            ("issued", "Đã chốt, chờ chi"),
                            ("closed", "Đã xong"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người khóa",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh sách chi trả",
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="payment_list_made_at_and_by",
                        violation_error_message="Danh sách phải có người lập và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_list_closed_at_and_by",
                        violation_error_message="Danh sách đã xong phải có người và lúc khóa.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="claims.paymentlist",
                        verbose_name="danh sách",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="claims.claim",
                        verbose_name="hồ sơ đề nghị",
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("amount", models.BigIntegerField(verbose_name="số tiền (đồng)")),
                ("payee_name", models.CharField(max_length=200, verbose_name="người nhận")),
                (
                    "bank_account",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số tài khoản"
                    ),
                ),
                (
                    "bank_name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="ngân hàng"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ chi"),
                            ("paid", "Đã chi"),
                            ("failed", "Chi không thành"),
                            ("removed", "Đưa ra khỏi danh sách"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "voucher",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="số chứng từ"
                    ),
                ),
                ("paid_on", models.DateField(null=True, verbose_name="ngày chi")),
                ("reason", models.TextField(blank=True, default="", verbose_name="lý do")),
                ("recorded_at", models.DateTimeField(null=True, verbose_name="ghi nhận lúc")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chi",
                "ordering": ("payment_list", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "paid"])),
                        fields=("claim",),
                        name="claim_is_never_paid_twice",
                        violation_error_message="Hồ sơ này đã ở trong một danh sách chi trả khác.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True),
                        name="payment_is_something",
                        violation_error_message="Số tiền chi hoặc thu hồi phải khác 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(
                                ("paid_on__isnull", False), models.Q(("voucher", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="payment_paid_has_voucher_and_day",
                        violation_error_message="Đã chi phải có số chứng từ và ngày chi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["failed", "removed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_failed_has_reason",
                        violation_error_message="Chi không thành phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at", None), ("recorded_by", None)),
                            models.Q(
                                ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="payment_recorded_at_and_by",
                        violation_error_message="Ghi nhận chi phải có người và lúc ghi nhận.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenefitRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị nhập",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhập lúc"
                    ),
                ),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="giấy tờ kèm theo",
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="hủy lúc"
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hủy",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_requests",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "occasions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), verbose_name="việc đề nghị xét"
                    ),
                ),
                (
                    "titles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500), verbose_name="chế độ đề nghị"
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày của sự việc")),
                ("until", models.DateField(blank=True, null=True, verbose_name="ngày kết thúc")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="dữ kiện")),
                (
                    "told",
                    models.JSONField(blank=True, default=list, verbose_name="dữ kiện bằng lời"),
                ),
            ],
            options={
                "verbose_name": "đề nghị hưởng chế độ",
                "ordering": ("-on", "-id"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("cancelled_by", None)),
                            models.Q(
                                ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="benefitrequest_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="benefitrequest_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("on")), _connector="OR"
                        ),
                        name="request_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occasions__len__gt", 0), ("titles__len", models.F("occasions__len"))
                        ),
                        name="request_asks_for_something",
                        violation_error_message="Hãy chọn ít nhất một chế độ.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("cadre", "on", "occasions"),
                        name="one_request_a_person_and_day",
                        violation_error_message="Người này đã có một đề nghị cùng ngày về đúng các chế độ này.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedLaw",
            fields=[
                (
                    "hash",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="mã băm"
                    ),
                ),
                ("text", models.TextField(verbose_name="mức hưởng và văn bản lúc chi")),
            ],
            options={
                "verbose_name": "văn bản đã niêm phong",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "position",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="vị trí trong chuỗi"
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="claims.claim",
                        verbose_name="hồ sơ đề nghị",
                    ),
                ),
                (
                    "previous_hash",
                    models.CharField(max_length=64, verbose_name="mã băm liền trước"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="mã băm")),
                ("sealed_at", models.DateTimeField(verbose_name="niêm phong lúc")),
                ("record", models.TextField(verbose_name="bản niêm phong")),
            ],
            options={
                "verbose_name": "niêm phong",
                "ordering": ("position",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)),
                        name="seal_position_begins_at_one",
                        violation_error_message="Vị trí trong chuỗi bắt đầu từ 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("hash"), 64
                            ),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("previous_hash"), 64
                            ),
                        ),
                        name="seal_hashes_are_whole",
                        violation_error_message="Mã băm phải đủ 64 chữ số.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Simulation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulations",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="dấu nội dung văn bản lúc chạy"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm của sự việc")),
                ("reckoned_year", models.PositiveSmallIntegerField(verbose_name="năm tính")),
                ("is_planned", models.BooleanField(default=False, verbose_name="năm kế hoạch")),
                ("assumptions", models.JSONField(default=dict, verbose_name="giả định")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ chạy"),
                            ("running", "Đang chạy"),
                            ("done", "Đã xong"),
                            ("cancelled", "Đã dừng"),
                            ("failed", "Không chạy được"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="số người đã tính")),
                (
                    "total",
                    models.PositiveIntegerField(default=0, verbose_name="số người phải tính"),
                ),
                (
                    "failure",
                    models.TextField(blank=True, default="", verbose_name="lý do không chạy được"),
                ),
                ("result", models.JSONField(default=dict, verbose_name="kết quả")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chạy",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="chạy lúc")),
                ("stirred_at", models.DateTimeField(verbose_name="còn chạy lúc")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="xong lúc")),
            ],
            options={
                "verbose_name": "lần mô phỏng",
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="simulation_made_at_and_by",
                        violation_error_message="Lần mô phỏng phải có người và lúc chạy.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SimulatedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="claims.simulation",
                        verbose_name="lần mô phỏng",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.recipient",
                        verbose_name="người nhận khác",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=30, verbose_name="đối tượng")),
                ("verdict", models.CharField(max_length=8, verbose_name="được, mất")),
                ("copies", models.PositiveIntegerField(default=1, verbose_name="số người như vậy")),
                ("then", models.BigIntegerField(verbose_name="trước (đồng)")),
                ("now", models.BigIntegerField(verbose_name="mô phỏng (đồng)")),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), verbose_name="có mặt ở"
                    ),
                ),
                ("figures", models.JSONField(verbose_name="số tiền theo ô")),
            ],
            options={
                "verbose_name": "người trong mô phỏng",
                "ordering": ("simulation", "id"),
                "indexes": [
                    models.Index(fields=["simulation", "verdict"], name="simulated_by_verdict"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["places"], name="simulated_places"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealedlaw",
            trigger=pgtrigger.compiler.Trigger(
                name="sealed_law_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3e872fae0ed625993ee15ddbbeb7385e124ab921",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_sealed_law_is_append_only_de477",
                    table="claims_sealedlaw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billline",
            trigger=pgtrigger.compiler.Trigger(
                name="bill_line_is_settled",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.fact_id IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.fact_id IS NOT NULL OR EXISTS (SELECT 1 FROM claims_claim c WHERE c.fact_kind = OLD.fact_kind AND c.fact_id = OLD.fact_id AND c.state NOT IN ('refused', 'cancelled'))) THEN RAISE EXCEPTION 'Dòng này đã lập hồ sơ, không sửa được nữa.' USING ERRCODE = 'check_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF (NEW.cadre_id, NEW.amount, NEW.decision, NEW.stands) IS DISTINCT FROM (OLD.cadre_id, OLD.amount, OLD.decision, OLD.stands) AND EXISTS (SELECT 1 FROM claims_bill b WHERE b.id = OLD.bill_id AND b.state = 'accepted') THEN RAISE EXCEPTION 'Bảng kê đã được xác nhận; hãy trả lại trước khi sửa.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d58c7da583096bdf52893a1102be5a9717f4e3e1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bill_line_is_settled_dbf6c",
                    table="claims_billline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billline",
            trigger=pgtrigger.compiler.Trigger(
                name="bill_line_opens_after_acceptance",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."fact_id" IS NOT NULL)',
                    func="IF NOT EXISTS (SELECT 1 FROM claims_bill b WHERE b.id = NEW.bill_id AND b.state = 'accepted') THEN RAISE EXCEPTION 'Bảng kê chưa được xác nhận.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="fd978a86e3d5195840564ca3362703b9f821a65d",
                    operation='UPDATE OF "fact_id"',
                    pgid="pgtrigger_bill_line_opens_after_acceptance_88556",
                    table="claims_billline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billstep",
            trigger=pgtrigger.compiler.Trigger(
                name="bill_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="da4d493e712b7eb9f3d7548a3fdb39c75d78ae58",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bill_step_is_append_only_f74d7",
                    table="claims_billstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_event_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c93d8320f279fb275ca1b50f222cecb073b3bbb4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_claim_event_is_append_only_1e160",
                    table="claims_claimevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimline",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_line_is_not_inserted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM (SELECT claim_id FROM new_rows) t WHERE (SELECT c.state FROM claims_claim c WHERE c.id = t.claim_id) IN ('approved', 'listed', 'paid', 'settled')) THEN RAISE EXCEPTION 'Hồ sơ đã duyệt, không sửa được dòng tính.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="00389d16e541a68d5f0f3878a6769f421ff3ad73",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_decided_line_is_not_inserted_50474",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="claims_claimline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimline",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_line_is_not_updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM (SELECT claim_id FROM old_rows UNION ALL SELECT claim_id FROM new_rows) t WHERE (SELECT c.state FROM claims_claim c WHERE c.id = t.claim_id) IN ('approved', 'listed', 'paid', 'settled')) THEN RAISE EXCEPTION 'Hồ sơ đã duyệt, không sửa được dòng tính.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="84b972fd8dc67878410dec1cca5197fffc629cf5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_line_is_not_updated_0c52b",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="claims_claimline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimline",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_line_is_not_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM (SELECT claim_id FROM old_rows) t WHERE (SELECT c.state FROM claims_claim c WHERE c.id = t.claim_id) IN ('approved', 'listed', 'paid', 'settled')) THEN RAISE EXCEPTION 'Hồ sơ đã duyệt, không xóa được dòng tính.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="a86027ca297e177539d8a3424e2b3bb073b88e92",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_decided_line_is_not_deleted_0abcc",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="claims_claimline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="091317cebbd7458f196f94600c24b4e816dc8048",
                    operation="DELETE",
                    pgid="pgtrigger_payment_is_never_deleted_9b1c1",
                    table="claims_payment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="settled_payment_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'waiting'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5a46b2086be7017aef71fd1642afc81d58a91cca",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_payment_is_fixed_12543",
                    table="claims_payment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="claim_amount_is_the_sum_of_its_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IS DISTINCT FROM (NEW.\"state\") AND NEW.\"state\" IN ('approved', 'listed', 'paid', 'settled'))",
                    func="IF NEW.amount <> (SELECT COALESCE(SUM(l.amount), 0) FROM claims_claimline l WHERE l.claim_id = NEW.id) THEN RAISE EXCEPTION 'Số tiền hồ sơ % khác tổng các dòng tính.', NEW.number USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="9cb93fa010c4787e8cf64ca0bb7b074aa32ffc84",
                    operation="UPDATE",
                    pgid="pgtrigger_claim_amount_is_the_sum_of_its_lines_1d19f",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_claim_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IN (\'approved\', \'listed\', \'paid\', \'settled\') AND (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."payer_id" IS DISTINCT FROM (NEW."payer_id") OR OLD."resolution_id" IS DISTINCT FROM (NEW."resolution_id") OR OLD."cadre_id" IS DISTINCT FROM (NEW."cadre_id") OR OLD."recipient_id" IS DISTINCT FROM (NEW."recipient_id") OR OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."event_on" IS DISTINCT FROM (NEW."event_on") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id")))',
                    func="RAISE EXCEPTION 'Hồ sơ % đã duyệt, không sửa được.', OLD.number USING ERRCODE = 'restrict_violation';",
                    hash="eb6af652c798dec863045f6e7cd6752958da1311",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_claim_is_fixed_59551",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="decided_claim_is_not_reopened",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IN ('approved', 'listed') AND NOT (NEW.\"state\" IN ('approved', 'listed', 'paid')))",
                    func="RAISE EXCEPTION 'Hồ sơ % đã duyệt, không mở lại được.', OLD.number USING ERRCODE = 'restrict_violation';",
                    hash="fcd115d235379a2a9c682f5d51d68b60424bfa2a",
                    operation="UPDATE",
                    pgid="pgtrigger_decided_claim_is_not_reopened_2d937",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_period_takes_no_payment",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state") AND NEW."state" = \'paid\')',
                    func="IF EXISTS (SELECT 1 FROM claims_closedperiod p WHERE NEW.paid_on BETWEEN p.begins_on AND p.ends_on) THEN RAISE EXCEPTION 'Kỳ đã khóa sổ, không ghi khoản chi ngày %.', NEW.paid_on USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="203a3713cfa0b6b02d2d94fca2b1a69a87dc3c2b",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_period_takes_no_payment_57a12",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="paid_claim_stays_paid",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IN (\'paid\', \'settled\') AND (OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."voucher" IS DISTINCT FROM (NEW."voucher") OR OLD."budget_year" IS DISTINCT FROM (NEW."budget_year")))',
                    func="RAISE EXCEPTION 'Hồ sơ % đã chi, không đổi được nữa.', OLD.number USING ERRCODE = 'restrict_violation';",
                    hash="2fffa56430057f0f239b1ae2f9b387b2e60a2ebb",
                    operation="UPDATE",
                    pgid="pgtrigger_paid_claim_stays_paid_93cd7",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seal",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cda02eb296ad1239182ec0cb80e3f6dd43016cb1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_seal_is_append_only_63262",
                    table="claims_seal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seal",
            trigger=pgtrigger.compiler.Trigger(
                name="chain_has_no_gap_and_no_fork",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_seals n LEFT JOIN claims_seal p ON p.position = n.position - 1 WHERE (p.position IS NULL AND n.position <> 1) OR n.previous_hash <> COALESCE(p.hash, '0000000000000000000000000000000000000000000000000000000000000000')) THEN RAISE EXCEPTION 'Niêm phong không nối vào cuối chuỗi.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="cc07c09c0a49b08aebc7900a9ddb0031097537bf",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_chain_has_no_gap_and_no_fork_7ef49",
                    referencing="REFERENCING NEW TABLE AS new_seals ",
                    table="claims_seal",
                    when="AFTER",
                ),
            ),
        ),
    ]
