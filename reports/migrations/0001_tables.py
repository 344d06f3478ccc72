import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_the_paper_and_its_text"),
        ("reports", "0002_parts_periods_scopes"),
        ("reports", "0003_writing_versions_comments_documents"),
        ("reports", "0004_own_outlines_several_papers_compared"),
        ("reports", "0005_issuing_and_editions"),
        ("reports", "0006_lists_of_people"),
        ("reports", "0007_report_number_in_its_year"),
        ("reports", "0008_cleared_sentences"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outline", models.SlugField(max_length=60, verbose_name="đề cương")),
                ("content", models.JSONField(verbose_name="nội dung đề cương")),
                ("title", models.CharField(max_length=200, verbose_name="tên báo cáo")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="accounts.unit",
                        verbose_name="đơn vị báo cáo",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        blank=True,
                        help_text="Bỏ trống là toàn bộ phần việc của đơn vị báo cáo.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_about",
                        to="accounts.unit",
                        verbose_name="phạm vi số liệu",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "period_kind",
                    models.CharField(
                        choices=[
                            ("year", "Cả năm"),
                            ("half", "6 tháng"),
                            ("quarter", "Quý"),
                            ("month", "Tháng"),
                        ],
                        default="year",
                        max_length=8,
                        verbose_name="kỳ báo cáo",
                    ),
                ),
                (
                    "period_number",
                    models.PositiveSmallIntegerField(default=1, verbose_name="kỳ thứ"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("submitted", "Chờ soát xét"),
                            ("checked", "Chờ duyệt ký"),
                            ("approved", "Đã duyệt, chờ ban hành"),
                            ("issued", "Đã ban hành"),
                            ("superseded", "Đã được thay thế"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="số liệu đến ngày")),
                (
                    "cut_offs",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="ngày chốt riêng của từng chế độ"
                    ),
                ),
                ("subject_line", models.TextField(verbose_name="trích yếu")),
                (
                    "superior_body",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="cơ quan chủ quản"
                    ),
                ),
                ("issuing_body", models.CharField(max_length=200, verbose_name="cơ quan ban hành")),
                ("symbol", models.CharField(max_length=40, verbose_name="ký hiệu")),
                ("place", models.CharField(max_length=100, verbose_name="địa danh")),
                ("dated_on", models.DateField(verbose_name="tháng ban hành dự kiến")),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="kính gửi",
                    ),
                ),
                (
                    "recipients",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="nơi nhận",
                    ),
                ),
                (
                    "archive",
                    models.CharField(default="Lưu: VT", max_length=100, verbose_name="dòng lưu"),
                ),
                (
                    "signing_lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        default=list,
                        verbose_name="quyền hạn, chức vụ người ký",
                    ),
                ),
                (
                    "signer_name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="họ tên người ký"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="reports.report",
                        verbose_name="thay thế báo cáo",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="trình lúc"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trình",
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="soát xét lúc"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người soát xét",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="duyệt lúc"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ban hành lúc"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ban hành",
                    ),
                ),
                (
                    "approved_figures",
                    models.JSONField(editable=False, null=True, verbose_name="số liệu lúc duyệt"),
                ),
                (
                    "approved_hash",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=64,
                        verbose_name="mã băm văn bản lúc duyệt",
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="số")),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "resolutions",
                    models.ManyToManyField(
                        related_name="reports",
                        to="policies.resolution",
                        verbose_name="văn bản được tổng kết",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo tổng kết",
                "ordering": ("-year", "-period_number", "title", "unit", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes", None)),
                        fields=("outline", "unit", "scope", "year", "period_kind", "period_number"),
                        name="one_report_an_outline_unit_and_period",
                        nulls_distinct=False,
                        violation_error_message="Đơn vị đã lập báo cáo theo đề cương này cho kỳ này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period_number__gte", 1),
                            models.Q(
                                models.Q(("period_kind", "year"), ("period_number__lte", 1)),
                                models.Q(("period_kind", "half"), ("period_number__lte", 2)),
                                models.Q(("period_kind", "quarter"), ("period_number__lte", 4)),
                                models.Q(("period_kind", "month"), ("period_number__lte", 12)),
                                _connector="OR",
                            ),
                        ),
                        name="report_period_is_one_of_its_year",
                        violation_error_message="Năm không có kỳ báo cáo này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", False), ("opened_by__isnull", False)
                        ),
                        name="report_opened_at_and_by",
                        violation_error_message="Báo cáo phải có người lập và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__year__gte", models.F("year"))),
                        name="report_figures_end_after_its_year_began",
                        violation_error_message="Ngày chốt số liệu không được trước năm báo cáo.",
                    ),
                    models.UniqueConstraint(
                        models.F("unit"),
                        models.F("symbol"),
                        django.db.models.functions.datetime.ExtractYear(
                            django.db.models.functions.comparison.Cast(
                                "issued_on", models.DateField()
                            )
                        ),
                        models.F("number"),
                        name="report_number_is_given_once_a_year",
                        violation_error_message="Số này đã cấp cho một báo cáo khác trong năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at", None), ("submitted_by", None)),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="report_submitted_at_and_by",
                        violation_error_message="Báo cáo đã trình phải có người và lúc trình.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_checked_at_and_by",
                        violation_error_message="Soát xét phải có người và lúc soát xét.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None), ("approved_by", None), ("approved_hash", "")
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("approved_figures__isnull", False),
                                models.Q(("approved_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_approved_at_and_by",
                        violation_error_message="Duyệt phải có người, lúc duyệt và số liệu đã duyệt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at", None), ("issued_by", None)),
                            models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_issued_at_and_by",
                        violation_error_message="Ban hành phải có người và lúc ban hành.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by", None),
                            models.Q(
                                models.Q(("checked_by", models.F("opened_by")), _negated=True),
                                models.Q(("checked_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_checker_is_not_maker",
                        violation_error_message="Người soát xét phải khác người lập, người trình báo cáo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(
                                models.Q(("approved_by", models.F("opened_by")), _negated=True),
                                models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_approver_is_not_maker",
                        violation_error_message="Người duyệt phải khác người lập, người trình báo cáo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("checked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_approver_is_not_checker",
                        violation_error_message="Người duyệt phải khác người soát xét.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by", None),
                                ("checked_by", None),
                                ("number", None),
                                ("state", "draft"),
                                ("submitted_by", None),
                            ),
                            models.Q(
                                ("approved_by", None),
                                ("checked_by", None),
                                ("number", None),
                                ("state", "submitted"),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                ("approved_by", None),
                                ("checked_by__isnull", False),
                                ("number", None),
                                ("state", "checked"),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("checked_by__isnull", False),
                                ("state__in", ["approved", "issued", "superseded"]),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_went_through_three_hands",
                        violation_error_message="Báo cáo phải qua ba người: trình, soát xét, duyệt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["issued", "superseded"]),
                                ("issued_by__isnull", False),
                                ("issued_on__isnull", False),
                                ("number__gte", 1),
                                models.Q(("signer_name", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["issued", "superseded"]), _negated=True),
                                ("issued_by", None),
                                ("issued_on", None),
                                ("number", None),
                            ),
                            _connector="OR",
                        ),
                        name="report_issued_has_number_day_and_signer",
                        violation_error_message="Báo cáo ban hành phải có số, ngày, người ký.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_on", None),
                            ("issued_on__gte", models.F("as_of")),
                            _connector="OR",
                        ),
                        name="report_is_issued_after_its_figures_end",
                        violation_error_message="Ngày ban hành không được trước ngày chốt số liệu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes", None),
                            models.Q(("supersedes", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_does_not_supersede_itself",
                        violation_error_message="Báo cáo không thay thế chính nó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppendixFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appendix_files",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("whole", models.PositiveSmallIntegerField(verbose_name="số phụ lục cùng lập")),
                (
                    "part",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="phần"),
                ),
                ("letter", models.CharField(max_length=10, verbose_name="điểm")),
                ("title", models.CharField(max_length=300, verbose_name="tên phụ lục")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ"),
                            ("running", "Đang lập"),
                            ("done", "Đã xong"),
                            ("failed", "Không lập được"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="số dòng đã lập")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="số dòng phải lập")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="số người")),
                ("amount", models.BigIntegerField(default=0, verbose_name="kinh phí")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="số trang")),
                ("as_of", models.DateField(verbose_name="số liệu đến ngày")),
                ("content", models.BinaryField(null=True, verbose_name="bản PDF")),
                ("workbook", models.BinaryField(null=True, verbose_name="bản Excel")),
                (
                    "failure",
                    models.TextField(blank=True, default="", verbose_name="lý do không lập được"),
                ),
                ("made_at", models.DateTimeField(verbose_name="yêu cầu lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người yêu cầu",
                    ),
                ),
                ("stirred_at", models.DateTimeField(verbose_name="còn chạy lúc")),
            ],
            options={
                "verbose_name": "phụ lục danh sách",
                "ordering": ("report", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "position"),
                        name="appendix_position_is_unique_in_its_report",
                        violation_error_message="Báo cáo đã có phụ lục ở vị trí này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("content__isnull", False), ("workbook__isnull", False)),
                            _connector="OR",
                        ),
                        name="appendix_done_has_its_files",
                        violation_error_message="Phụ lục đã xong phải có tệp.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="appendix_made_at_and_by",
                        violation_error_message="Phụ lục phải có người và lúc yêu cầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearedSentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cleared_sentences",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="câu")),
                ("cleared_at", models.DateTimeField(verbose_name="xem lúc")),
                (
                    "cleared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xem",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu có số gõ tay đã xem",
                "ordering": ("report", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "words"),
                        name="sentence_is_cleared_once",
                        violation_error_message="Câu này đã được xem.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_at__isnull", False),
                            ("cleared_by__isnull", False),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="sentence_cleared_at_and_by",
                        violation_error_message="Câu đã xem phải có người và lúc xem.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CitedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Chữ không dấu, số và gạch nối, ví dụ qd-759-2025.",
                        max_length=60,
                        unique=True,
                        verbose_name="mã để trích dẫn",
                    ),
                ),
                ("doc_type", models.CharField(max_length=60, verbose_name="loại văn bản")),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "issuer",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="cơ quan ban hành"
                    ),
                ),
                (
                    "subject",
                    models.TextField(
                        blank=True, default="", max_length=1000, verbose_name="trích yếu"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Ví dụ văn bản của tỉnh cũ nào, còn áp dụng trên địa bàn nào.",
                        max_length=300,
                        verbose_name="ghi chú",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ghi sổ lúc")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi sổ",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản trích dẫn",
                "ordering": ("doc_type", "-issued_on", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doc_type", "number", "issued_on", "issuer"),
                        name="cited_document_is_there_once",
                        nulls_distinct=False,
                        violation_error_message="Sổ đã có văn bản cùng loại, số, ngày và cơ quan ban hành này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("doc_type", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="cited_document_has_type_and_number",
                        violation_error_message="Văn bản phải có loại và số, ký hiệu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_at__isnull", False), ("entered_by__isnull", False)
                        ),
                        name="cited_document_entered_at_and_by",
                        violation_error_message="Văn bản phải có người và lúc ghi sổ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Dự thảo"),
                            ("submitted", "Chờ soát xét"),
                            ("checked", "Chờ duyệt ký"),
                            ("approved", "Đã duyệt, chờ ban hành"),
                            ("issued", "Đã ban hành"),
                            ("superseded", "Đã được thay thế"),
                        ],
                        max_length=10,
                        verbose_name="từ",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("submitted", "Chờ soát xét"),
                            ("checked", "Chờ duyệt ký"),
                            ("approved", "Đã duyệt, chờ ban hành"),
                            ("issued", "Đã ban hành"),
                            ("superseded", "Đã được thay thế"),
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
                "verbose_name": "bước xử lý báo cáo",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="report_step_done_at_and_by",
                        violation_error_message="Bước xử lý phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_state", "draft"), _negated=True),
                            ("from_state", ""),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_sent_back_has_reason",
                        violation_error_message="Trả lại báo cáo phải ghi lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                (
                    "rates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), verbose_name="mức hưởng chưa xác nhận"
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do")),
                ("given_at", models.DateTimeField(verbose_name="chấp nhận lúc")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chấp nhận",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="họ tên lúc đó")),
                ("job_title", models.CharField(max_length=120, verbose_name="chức vụ lúc đó")),
            ],
            options={
                "verbose_name": "chấp nhận mức chưa xác nhận",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at__isnull", False),
                            ("given_by__isnull", False),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="rate_waiver_given_at_and_by",
                        violation_error_message="Chấp nhận mức chưa xác nhận phải có người, lúc chấp nhận và lý do.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "position",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="vị trí trong chuỗi"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                (
                    "previous_hash",
                    models.CharField(max_length=64, verbose_name="mã băm liền trước"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="mã băm")),
                ("frozen_at", models.DateTimeField(verbose_name="đóng băng lúc")),
            ],
            options={
                "verbose_name": "bản ban hành",
                "ordering": ("position",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)),
                        name="edition_position_begins_at_one",
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
                        name="edition_hashes_are_whole",
                        violation_error_message="Mã băm phải đủ 64 chữ số.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.edition",
                        verbose_name="bản ban hành",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("paper", "Văn bản (dữ liệu)"),
                            ("figures", "Số liệu"),
                            ("rows", "Dòng sổ sau mỗi số liệu"),
                            ("pdf", "Bản PDF"),
                            ("docx", "Bản Word"),
                            ("xlsx", "Các bảng Excel"),
                            ("json", "Số liệu công bố (JSON)"),
                        ],
                        max_length=10,
                        verbose_name="tệp",
                    ),
                ),
                ("content", models.BinaryField(verbose_name="nội dung")),
                ("hash", models.CharField(max_length=64, verbose_name="mã băm")),
            ],
            options={
                "verbose_name": "tệp của bản ban hành",
                "ordering": ("edition", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "name"),
                        name="edition_keeps_each_file_once",
                        violation_error_message="Bản ban hành đã có tệp này.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("hash"), 64
                        ),
                        name="edition_file_hash_is_whole",
                        violation_error_message="Mã băm phải đủ 64 chữ số.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnOutline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã đề cương")),
                ("title", models.CharField(max_length=200, verbose_name="tên báo cáo")),
                ("content", models.JSONField(verbose_name="nội dung")),
                ("based_on", models.SlugField(max_length=60, verbose_name="chép từ đề cương")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_outlines",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("changed_at", models.DateTimeField(verbose_name="sửa lúc")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề cương của đơn vị",
                "ordering": ("title", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "title"),
                        name="outline_title_is_unique_in_its_unit",
                        violation_error_message="Đơn vị đã có đề cương mang tên này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__isnull", False), ("changed_by__isnull", False)
                        ),
                        name="own_outline_changed_at_and_by",
                        violation_error_message="Đề cương phải có người sửa và lúc sửa.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("key", models.SlugField(max_length=60, verbose_name="mã mục")),
                (
                    "part",
                    models.SlugField(blank=True, default="", max_length=10, verbose_name="phần"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(4)], verbose_name="cấp"
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tên mục"
                    ),
                ),
                ("body", models.TextField(blank=True, default="", verbose_name="nội dung")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("written_at", models.DateTimeField(null=True, verbose_name="sửa lúc")),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục của báo cáo",
                "ordering": ("report", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "key"),
                        name="section_key_is_unique_in_its_report",
                        violation_error_message="Mã mục này đã có trong báo cáo.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__lte", 4)),
                        name="section_has_four_levels_at_most",
                        violation_error_message="Báo cáo chỉ có bốn cấp đề mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("written_at", None), ("written_by", None)),
                            models.Q(("written_at__isnull", False), ("written_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="section_written_at_and_by",
                        violation_error_message="Mục đã sửa phải có người và lúc sửa.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TypedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="typed_figures",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("code", models.CharField(max_length=120, verbose_name="mã số liệu")),
                (
                    "value",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="giá trị cả kỳ",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("estimated", "Ước thực hiện"), ("planned", "Kế hoạch")],
                        max_length=10,
                        verbose_name="tính chất",
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do, căn cứ")),
                ("as_of", models.DateField(verbose_name="tính đến ngày")),
                ("typed_at", models.DateTimeField(verbose_name="gõ lúc")),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gõ",
                    ),
                ),
            ],
            options={
                "verbose_name": "số ước, số kế hoạch",
                "ordering": ("report", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "code"),
                        name="figure_is_typed_once",
                        violation_error_message="Số liệu này đã có số ước hoặc kế hoạch.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", 0), models.Q(("reason", ""), _negated=True)
                        ),
                        name="typed_figure_has_reason",
                        violation_error_message="Số ước, kế hoạch không âm và phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("typed_at__isnull", False), ("typed_by__isnull", False)
                        ),
                        name="typed_figure_typed_at_and_by",
                        violation_error_message="Số ước, kế hoạch phải có người gõ và lúc gõ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported_figures",
                        to="reports.report",
                        verbose_name="báo cáo",
                    ),
                ),
                ("code", models.CharField(max_length=120, verbose_name="mã số liệu")),
                (
                    "value",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="giá trị trên giấy",
                    ),
                ),
                ("printed", models.CharField(max_length=100, verbose_name="nguyên văn")),
                (
                    "precision",
                    models.BigIntegerField(
                        choices=[
                            (1, "đến từng đơn vị"),
                            (1000, "đến nghìn"),
                            (100000, "đến một phần mười triệu"),
                            (1000000, "đến triệu"),
                            (1000000000, "đến tỷ"),
                        ],
                        default=1,
                        verbose_name="làm tròn",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="nguồn (văn bản, trang)")),
                ("typed_at", models.DateTimeField(verbose_name="gõ lúc")),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gõ",
                    ),
                ),
            ],
            options={
                "verbose_name": "số đã in trên giấy",
                "ordering": ("report", "code", "source"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "code", "source"),
                        name="figure_is_reported_once_a_source",
                        violation_error_message="Số liệu này đã có số của cùng nguồn để đối chiếu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__gt", 0), ("value__gte", 0)),
                        name="reported_figure_is_not_negative",
                        violation_error_message="Số trên giấy không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("typed_at__isnull", False), ("typed_by__isnull", False)
                        ),
                        name="reported_figure_typed_at_and_by",
                        violation_error_message="Số trên giấy phải có người gõ và lúc gõ.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.section",
                        verbose_name="mục",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="phiên bản")),
                (
                    "heading",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tên mục"
                    ),
                ),
                ("body", models.TextField(blank=True, default="", verbose_name="nội dung")),
                ("written_at", models.DateTimeField(null=True, verbose_name="lưu lúc")),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
                (
                    "restores",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="khôi phục phiên bản"
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản của mục",
                "ordering": ("section", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("section", "number"),
                        name="section_has_each_version_once",
                        violation_error_message="Phiên bản này của mục đã được lưu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("written_at", None), ("written_by", None)),
                            models.Q(("written_at__isnull", False), ("written_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="section_version_written_at_and_by",
                        violation_error_message="Phiên bản phải có người và lúc lưu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="reports.section",
                        verbose_name="mục",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="section_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người soạn",
                    ),
                ),
                ("kept_at", models.DateTimeField(verbose_name="giữ lúc")),
                (
                    "heading",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tên mục"
                    ),
                ),
                ("body", models.TextField(blank=True, default="", verbose_name="nội dung")),
                ("version", models.PositiveIntegerField(verbose_name="soạn từ phiên bản")),
            ],
            options={
                "verbose_name": "bản đang soạn của mục",
                "ordering": ("section", "-kept_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("section", "kept_by"),
                        name="section_has_one_draft_a_person",
                        violation_error_message="Mỗi người chỉ có một bản đang soạn của mỗi mục.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="reports.section",
                        verbose_name="mục",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="ý kiến")),
                ("written_at", models.DateTimeField(verbose_name="lúc góp ý")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người góp ý",
                    ),
                ),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xong lúc"),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xử lý",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến về mục",
                "ordering": ("section", "written_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("written_at__isnull", False),
                            ("written_by__isnull", False),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="section_comment_written_at_and_by",
                        violation_error_message="Ý kiến phải có nội dung, người và lúc góp ý.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("resolved_by", None)),
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="section_comment_resolved_at_and_by",
                        violation_error_message="Ý kiến đã xong phải có người và lúc xử lý.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionfile",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_file_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9f1dbb4c0a0d428bd30acf8495200e0c1bb23464",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edition_file_is_append_only_773b0",
                    table="reports_editionfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="report_moves_step_by_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE own TEXT[];",
                    func="\nIF OLD.state = NEW.state THEN\n    IF OLD.state <> 'draft' AND to_jsonb(OLD) <> to_jsonb(NEW) THEN\n        RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được.'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\nEND IF;\nIF (OLD.state, NEW.state) NOT IN (\n    ('draft', 'submitted'), ('submitted', 'checked'), ('checked', 'approved'),\n    ('approved', 'issued'), ('issued', 'superseded'),\n    ('submitted', 'draft'), ('checked', 'draft'), ('approved', 'draft')\n) THEN\n    RAISE EXCEPTION 'Báo cáo không chuyển từ % sang % được.', OLD.state, NEW.state\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nown := CASE WHEN NEW.state = 'superseded' THEN ARRAY['state'] ELSE ARRAY[\n    'state', 'submitted_at', 'submitted_by_id', 'checked_at', 'checked_by_id', 'approved_at',\n    'approved_by_id', 'approved_figures', 'approved_hash', 'issued_at', 'issued_by_id', 'number',\n    'issued_on'] END;\nIF to_jsonb(OLD) - own <> to_jsonb(NEW) - own THEN\n    RAISE EXCEPTION 'Một bước xử lý không sửa được nội dung báo cáo.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="50cb1961d51c17df8e1539820ce09919753c59f2",
                    operation="UPDATE",
                    pgid="pgtrigger_report_moves_step_by_step_3efec",
                    table="reports_report",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="report_under_way_is_not_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="23fff91923b131b01d4ad2894e506520baa79549",
                    operation="DELETE",
                    pgid="pgtrigger_report_under_way_is_not_deleted_f0fd8",
                    table="reports_report",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ratewaiver",
            trigger=pgtrigger.compiler.Trigger(
                name="rate_waiver_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="19ed8070de99187562541e50c0e966bd5bc8507e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_rate_waiver_is_append_only_e8e91",
                    table="reports_ratewaiver",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0439175e42e4edfa1cc7937368c91b632b04ae2a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edition_is_append_only_c3184",
                    table="reports_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_follows_the_last",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NEW.previous_hash <> COALESCE((SELECT e.hash FROM reports_edition e WHERE e.position = NEW.position - 1), CASE WHEN NEW.position = 1 THEN '0000000000000000000000000000000000000000000000000000000000000000' ELSE '' END) THEN RAISE EXCEPTION 'Bản ban hành không nối vào cuối chuỗi.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="1d775f3a5f6f5f5cdce25ad4d5f659cbd5ca5200",
                    operation="INSERT",
                    pgid="pgtrigger_edition_follows_the_last_571f7",
                    table="reports_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_figure_is_typed_only_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reports_report r WHERE r.state <> 'draft' AND r.id IN (OLD.report_id, NEW.report_id)) THEN RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được nội dung.' USING ERRCODE = 'restrict_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="4749bd07caa42c78ea93526e19e69b0469d93a33",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_paper_figure_is_typed_only_in_a_draft_167b5",
                    table="reports_reportedfigure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportstep",
            trigger=pgtrigger.compiler.Trigger(
                name="report_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="156b485647b8bc1d131d20058c2a1d5dee00dd41",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_report_step_is_append_only_c8d22",
                    table="reports_reportstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="section",
            trigger=pgtrigger.compiler.Trigger(
                name="section_is_written_only_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reports_report r WHERE r.state <> 'draft' AND r.id IN (OLD.report_id, NEW.report_id)) THEN RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được nội dung.' USING ERRCODE = 'restrict_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="15cba8d723007e1c9b8a05f2d65850174f6fdb0b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_section_is_written_only_in_a_draft_b9e15",
                    table="reports_section",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="section_version_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0d81aaa71d9b1b2a736f5e48a2554b0e00c2cd1c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_section_version_is_append_only_05f30",
                    table="reports_sectionversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="typedfigure",
            trigger=pgtrigger.compiler.Trigger(
                name="figure_is_typed_only_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reports_report r WHERE r.state <> 'draft' AND r.id IN (OLD.report_id, NEW.report_id)) THEN RAISE EXCEPTION 'Báo cáo không còn là dự thảo, không sửa được nội dung.' USING ERRCODE = 'restrict_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="519189296d8e47e105f3f4bf072f155010fbdab1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_figure_is_typed_only_in_a_draft_0e18a",
                    table="reports_typedfigure",
                    when="BEFORE",
                ),
            ),
        ),
    ]
