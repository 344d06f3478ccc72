import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import policies.models.fields
import policies.models.solved_case


class Migration(migrations.Migration):
    replaces = [
        ("policies", "0001_initial"),
        ("policies", "0002_the_name_of_a_variant"),
        ("policies", "0003_the_law_as_data"),
        ("policies", "0004_solved_cases"),
        ("policies", "0005_edits_of_drafts"),
        ("policies", "0006_group_succession"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=300, verbose_name="tên chính sách")),
                ("province", models.CharField(max_length=60, verbose_name="tỉnh")),
            ],
            options={
                "verbose_name": "chính sách",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="policies.scheme",
                        verbose_name="chính sách",
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("doc_type", models.CharField(max_length=40, verbose_name="loại văn bản")),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("issuer", models.CharField(max_length=200, verbose_name="cơ quan ban hành")),
                ("subject", models.TextField(verbose_name="trích yếu")),
                ("effective_from", models.DateField(verbose_name="hiệu lực từ")),
                (
                    "effective_to",
                    models.DateField(blank=True, null=True, verbose_name="hiệu lực đến"),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="policies.resolution",
                        verbose_name="thay thế",
                    ),
                ),
                (
                    "continued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continues",
                        to="policies.resolution",
                        verbose_name="được tiếp tục áp dụng theo",
                    ),
                ),
                (
                    "continued_by_document",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="văn bản cho tiếp tục áp dụng",
                    ),
                ),
                (
                    "repealed_by_document",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="văn bản bãi bỏ"
                    ),
                ),
                (
                    "territories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="để trống: toàn tỉnh",
                        verbose_name="địa bàn tỉnh cũ",
                    ),
                ),
                (
                    "settings",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[policies.models.fields.answers_are_known],
                        verbose_name="câu trả lời cho các câu hỏi chuyển tiếp",
                    ),
                ),
                (
                    "source_note",
                    models.TextField(blank=True, default="", verbose_name="nguồn và độ tin cậy"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("tested", "Đã thử"),
                            ("released", "Đang áp dụng"),
                            ("superseded", "Đã được thay thế"),
                            ("repealed", "Đã bãi bỏ"),
                            ("continued", "Được tiếp tục áp dụng"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="lập lúc")),
                (
                    "tested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thử",
                    ),
                ),
                ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="thử lúc")),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ban hành vào hệ thống",
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="ban hành vào hệ thống lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản",
                "ordering": ("-issued_on", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doc_type", "number", "issued_on", "issuer"),
                        name="resolution_is_entered_once",
                        violation_error_message="Văn bản này đã có trong hệ thống.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to", None),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="resolution_ends_after_it_begins",
                        violation_error_message="Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("released_at", None),
                                ("released_by", None),
                                ("status__in", ("draft", "tested")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("draft", "tested")), _negated=True),
                                ("released_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_released_at_and_by",
                        violation_error_message="Văn bản đang áp dụng phải có ngày và người ban hành.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("made_by", None)),
                            models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="resolution_made_at_and_by",
                        violation_error_message="Người lập và lúc lập phải đi cùng nhau.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tested_at__isnull", False), ("tested_by__isnull", False)),
                            models.Q(
                                ("tested_at", None),
                                ("tested_by", None),
                                models.Q(("status", "tested"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_tested_at_and_by",
                        violation_error_message="Văn bản đã thử phải ghi người thử và lúc thử.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), _negated=True),
                            ("tested_at", None),
                            _connector="OR",
                        ),
                        name="resolution_draft_is_untested",
                        violation_error_message="Dự thảo sửa sau khi thử thì phải thử lại.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            ("made_by", None),
                            models.Q(("released_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="resolution_released_by_another",
                        violation_error_message="Người lập không được tự ban hành; cần một người khác.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "continued"), _negated=True),
                            ("continued_by__isnull", False),
                            models.Q(("continued_by_document", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="resolution_continued_by_something",
                        violation_error_message="Phải ghi văn bản nào cho tiếp tục áp dụng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "repealed"), _negated=True),
                            models.Q(
                                models.Q(("repealed_by_document", ""), _negated=True),
                                ("effective_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="resolution_repealed_by_something",
                        violation_error_message="Phải ghi văn bản bãi bỏ và ngày hết hiệu lực.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benefit",
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
                        related_name="benefits",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="mã")),
                ("letter", models.CharField(max_length=2, verbose_name="điểm")),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("title", models.CharField(max_length=300, verbose_name="tên chế độ")),
                ("short_title", models.CharField(max_length=80, verbose_name="tên gọn")),
                ("unit", models.CharField(max_length=20, verbose_name="đơn vị tính")),
                (
                    "payee_kind",
                    models.CharField(
                        choices=[
                            ("cadre", "Cán bộ thụ hưởng"),
                            ("facility", "Cơ sở thực hiện"),
                            ("staff", "Người làm nhiệm vụ"),
                            ("supplier", "Nhà cung cấp"),
                        ],
                        max_length=12,
                        verbose_name="người nhận",
                    ),
                ),
                ("article", models.CharField(max_length=200, verbose_name="điều khoản")),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        verbose_name="giấy tờ",
                    ),
                ),
                (
                    "counted",
                    models.BooleanField(default=True, verbose_name="cộng vào tổng kinh phí"),
                ),
                (
                    "occasion",
                    models.SlugField(
                        blank=True,
                        default="",
                        help_text="một việc có thể mở nhiều chế độ; để trống: chính mã chế độ",
                        max_length=60,
                        verbose_name="việc làm phát sinh",
                    ),
                ),
                (
                    "carries_from",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="mã trong văn bản bị thay thế",
                    ),
                ),
                (
                    "settings",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[policies.models.fields.answers_are_known],
                        verbose_name="câu trả lời riêng của chế độ",
                    ),
                ),
                (
                    "quote",
                    models.TextField(blank=True, default="", verbose_name="nguyên văn điều khoản"),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "chế độ",
                "ordering": ("resolution", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "code"),
                        name="benefit_code_is_unique_in_its_resolution",
                        violation_error_message="Mã chế độ này đã có trong văn bản.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftEdit",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("page", models.CharField(max_length=120, verbose_name="trang")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="sửa lúc")),
            ],
            options={
                "verbose_name": "lần sửa dự thảo",
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["resolution", "page"], name="edits_of_a_page")],
            },
        ),
        migrations.CreateModel(
            name="BeneficiaryGroup",
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
                        related_name="groups",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="mã")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                (
                    "description",
                    models.TextField(blank=True, default="", verbose_name="gồm những ai"),
                ),
                (
                    "article",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="điều khoản"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "counted",
                    models.BooleanField(default=True, verbose_name="tính vào tổng số đối tượng"),
                ),
            ],
            options={
                "verbose_name": "đối tượng",
                "ordering": ("resolution", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "code"),
                        name="group_code_is_unique_in_its_resolution",
                        violation_error_message="Mã đối tượng này đã có trong văn bản.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
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
                        related_name="limits",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="policies.benefit",
                        verbose_name="chế độ",
                    ),
                ),
                (
                    "benefits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="các chế độ dùng chung",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "conditions",
                    policies.models.fields.ConditionsField(
                        blank=True, default=list, verbose_name="điều kiện"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("times", "số lần"),
                            ("quantity", "số lượng (ngày, tháng, người)"),
                            ("amount", "số tiền (đồng)"),
                        ],
                        max_length=10,
                        verbose_name="tính theo",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("event", "mỗi đợt"),
                            ("month", "trong tháng"),
                            ("quarter", "trong quý"),
                            ("half_year", "trong sáu tháng"),
                            ("year", "trong năm"),
                            ("cycle", "trong chu kỳ nhiều năm"),
                            ("ever", "cả đời"),
                        ],
                        max_length=10,
                        verbose_name="phạm vi",
                    ),
                ),
                ("value", models.BigIntegerField(verbose_name="hạn mức")),
                (
                    "cycle_years",
                    models.PositiveSmallIntegerField(default=1, verbose_name="số năm của chu kỳ"),
                ),
                (
                    "cycle_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đầu của chu kỳ"
                    ),
                ),
                (
                    "exceptional_value",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="hạn mức khi có quyết định riêng"
                    ),
                ),
                (
                    "exceptional_by",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="cấp quyết định vượt hạn mức",
                    ),
                ),
                ("article", models.CharField(max_length=200, verbose_name="điều khoản")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("stated", "Nêu rõ trong văn bản"),
                            ("derived", "Suy ra từ số liệu"),
                            ("invented", "Giả định cho bản trình diễn"),
                        ],
                        max_length=12,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("basis", models.TextField(blank=True, default="", verbose_name="căn cứ suy ra")),
                (
                    "quote",
                    models.TextField(blank=True, default="", verbose_name="nguyên văn điều khoản"),
                ),
            ],
            options={
                "verbose_name": "hạn mức",
                "ordering": ("resolution", "benefit", "group", "measure", "window", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "resolution",
                            "benefit",
                            "benefits",
                            "group",
                            "conditions",
                            "measure",
                            "window",
                        ),
                        name="limit_of_a_kind_is_unique",
                        nulls_distinct=False,
                        violation_error_message="Hạn mức loại này của đối tượng này đã có.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="limit_is_positive",
                        violation_error_message="Hạn mức phải lớn hơn 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exceptional_by", ""), ("exceptional_value", None)),
                            models.Q(
                                ("exceptional_value__gt", models.F("value")),
                                models.Q(("exceptional_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="limit_exception_is_higher_and_decided",
                        violation_error_message="Hạn mức khi có quyết định riêng phải cao hơn hạn mức chung và ghi rõ cấp nào quyết định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cycle_years__gte", 1), ("window", "cycle")),
                            models.Q(
                                models.Q(("window", "cycle"), _negated=True),
                                ("cycle_from", None),
                                ("cycle_years", 1),
                            ),
                            _connector="OR",
                        ),
                        name="limit_cycle_has_years",
                        violation_error_message="Số năm và năm đầu chỉ ghi cho chu kỳ, ít nhất một năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", "derived"), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="derived_limit_says_how",
                        violation_error_message="Số suy ra phải ghi căn cứ suy ra.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "unit",
                    models.CharField(
                        choices=[("dong", "đồng"), ("share", "phần của tham số khác")],
                        default="dong",
                        max_length=5,
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "share_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="policies.parameter",
                        verbose_name="là phần của",
                    ),
                ),
            ],
            options={
                "verbose_name": "tham số",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("share_of", None), ("unit", "dong")),
                            models.Q(
                                ("share_of__isnull", False),
                                ("unit", "share"),
                                models.Q(("share_of", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="parameter_share_is_of_another",
                        violation_error_message="Tham số tính theo phần phải ghi là phần của tham số nào.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParameterValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parameter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="policies.parameter",
                        verbose_name="tham số",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("value", models.BigIntegerField(verbose_name="giá trị")),
                ("source", models.CharField(max_length=300, verbose_name="nguồn")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("stated", "Nêu rõ trong văn bản"),
                            ("derived", "Suy ra từ số liệu"),
                            ("invented", "Giả định cho bản trình diễn"),
                        ],
                        max_length=12,
                        verbose_name="độ tin cậy",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ghi lúc"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "giá trị của tham số",
                "ordering": ("parameter", "since", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="parameter_value_is_positive",
                        violation_error_message="Giá trị phải lớn hơn 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at", None), ("recorded_by", None)),
                            models.Q(
                                ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="parameter_value_recorded_at_and_by",
                        violation_error_message="Người ghi và lúc ghi phải đi cùng nhau.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DatedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên danh mục")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("diseases", "bệnh"),
                            ("facilities", "cơ sở y tế"),
                            ("places", "địa bàn"),
                            ("days", "ngày"),
                            ("bodies", "ban, hội đồng"),
                            ("other", "khác"),
                        ],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh mục",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="policies.datedlist",
                        verbose_name="danh mục",
                    ),
                ),
                ("value", models.CharField(max_length=120, verbose_name="giá trị")),
                (
                    "label",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="tên gọi"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "recorded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ghi lúc"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục của danh mục",
                "ordering": ("list", "value", "since", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "value", "since"),
                        name="list_entry_begins_once",
                        nulls_distinct=False,
                        violation_error_message="Mục này từ ngày này đã có trong danh mục.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None),
                            ("until", None),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="list_entry_ends_after_it_begins",
                        violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at", None), ("recorded_by", None)),
                            models.Q(
                                ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="list_entry_recorded_at_and_by",
                        violation_error_message="Người ghi và lúc ghi phải đi cùng nhau.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="nguồn kinh phí")),
                ("open_from", models.DateField(blank=True, null=True, verbose_name="mở từ")),
                ("open_to", models.DateField(blank=True, null=True, verbose_name="đóng sau ngày")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="policies.payer",
                        verbose_name="nguồn kế tiếp",
                    ),
                ),
            ],
            options={
                "verbose_name": "nguồn kinh phí",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("open_to", None),
                            ("open_from", None),
                            ("open_to__gte", models.F("open_from")),
                            _connector="OR",
                        ),
                        name="payer_closes_after_it_opens",
                        violation_error_message="Ngày đóng nguồn phải từ ngày mở trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor", None),
                            models.Q(
                                models.Q(("successor", models.F("id")), _negated=True),
                                ("open_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="payer_that_ends_has_a_successor",
                        violation_error_message="Nguồn kế tiếp phải là nguồn khác, và chỉ ghi khi nguồn này có ngày đóng.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
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
                        related_name="rates",
                        to="policies.benefit",
                        verbose_name="chế độ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "conditions",
                    policies.models.fields.ConditionsField(
                        blank=True, default=list, verbose_name="điều kiện"
                    ),
                ),
                (
                    "amount_kind",
                    models.CharField(
                        choices=[
                            ("flat", "mức cố định mỗi lượt"),
                            ("per_day", "mức mỗi ngày"),
                            ("per_month", "mức mỗi tháng"),
                            ("per_quarter", "mức mỗi quý, tính tròn quý"),
                            ("per_session", "mức mỗi buổi"),
                            ("per_person", "mức mỗi người đi cùng"),
                            ("actual_cost", "theo chi phí thực tế"),
                            ("actual_or_norm", "chi phí thực tế hoặc định mức, lấy mức thấp hơn"),
                            ("share_of_cost", "tỷ lệ của chi phí"),
                            ("package", "gói gồm nhiều phần"),
                            ("top_up", "bù phần còn thiếu so với mức"),
                            ("in_kind", "bằng hiện vật"),
                            ("other_payer", "nguồn khác chi trả"),
                        ],
                        max_length=16,
                        verbose_name="cách tính",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0, verbose_name="mức (đồng)")),
                (
                    "ceiling",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="trần mỗi lượt (đồng)"
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.payer",
                        verbose_name="nguồn kinh phí",
                    ),
                ),
                (
                    "worth",
                    models.CharField(
                        choices=[
                            ("amount", "số tiền nêu thẳng"),
                            ("coefficient", "hệ số × tham số"),
                            ("percent", "phần trăm của tham số"),
                            ("share_of_rate", "phần trăm của mức khác"),
                        ],
                        default="amount",
                        max_length=16,
                        verbose_name="mức lấy từ",
                    ),
                ),
                ("factor", models.IntegerField(default=0, verbose_name="hệ số, tỷ lệ (phần vạn)")),
                (
                    "factor_to",
                    models.IntegerField(blank=True, null=True, verbose_name="tỷ lệ đến (phần vạn)"),
                ),
                (
                    "of",
                    models.SlugField(
                        blank=True, default="", max_length=60, verbose_name="tính theo"
                    ),
                ),
                (
                    "as_group",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="như đối tượng"
                    ),
                ),
                (
                    "cost",
                    models.SlugField(
                        blank=True, default="", max_length=60, verbose_name="loại chi phí"
                    ),
                ),
                (
                    "after_others",
                    models.BooleanField(
                        default=False, verbose_name="sau khi trừ phần nguồn khác đã trả"
                    ),
                ),
                (
                    "stack_to",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        verbose_name="cộng với nguồn khác không quá (phần vạn)",
                    ),
                ),
                (
                    "up_to",
                    models.BooleanField(
                        default=False, verbose_name="mức tối đa, cấp có thẩm quyền quyết định"
                    ),
                ),
                (
                    "bands",
                    models.JSONField(blank=True, default=list, verbose_name="mức theo khoảng ngày"),
                ),
                (
                    "only_on",
                    models.SlugField(
                        blank=True,
                        default="",
                        max_length=60,
                        verbose_name="chỉ tính các ngày trong",
                    ),
                ),
                (
                    "components",
                    models.JSONField(blank=True, default=list, verbose_name="các phần của gói"),
                ),
                (
                    "in_kind",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="hiện vật"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("article", models.CharField(max_length=200, verbose_name="điều khoản")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("stated", "Nêu rõ trong văn bản"),
                            ("derived", "Suy ra từ số liệu"),
                            ("invented", "Giả định cho bản trình diễn"),
                        ],
                        max_length=12,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("basis", models.TextField(blank=True, default="", verbose_name="căn cứ suy ra")),
                (
                    "quote",
                    models.TextField(blank=True, default="", verbose_name="nguyên văn điều khoản"),
                ),
            ],
            options={
                "verbose_name": "mức hưởng",
                "ordering": ("benefit", "group__position", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0),
                            models.Q(("ceiling", None), ("ceiling__gt", 0), _connector="OR"),
                        ),
                        name="rate_is_not_negative",
                        violation_error_message="Mức và trần không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factor__gte", 0),
                            models.Q(
                                ("factor_to", None),
                                ("factor_to__gt", models.F("factor")),
                                _connector="OR",
                            ),
                            models.Q(("stack_to", None), ("stack_to__gt", 0), _connector="OR"),
                        ),
                        name="rate_shares_are_not_negative",
                        violation_error_message="Hệ số, tỷ lệ không được âm; tỷ lệ đến phải lớn hơn tỷ lệ từ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("worth", "amount"), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_or_norm",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("worth", "amount"),
                            _connector="OR",
                        ),
                        name="rate_worth_where_it_belongs",
                        violation_error_message="Hệ số, tỷ lệ của một mức khác chỉ dùng cho khoản tính theo đơn vị (lượt, ngày, tháng, quý, buổi, người, định mức, gói, phần bù).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("amount", 0), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_or_norm",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                ("worth__in", ["amount"]),
                            ),
                            models.Q(
                                ("amount", 0),
                                models.Q(
                                    (
                                        "amount_kind__in",
                                        [
                                            "flat",
                                            "per_month",
                                            "per_quarter",
                                            "per_session",
                                            "per_person",
                                            "actual_or_norm",
                                            "top_up",
                                        ],
                                    ),
                                    ("worth__in", ["amount"]),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rate_amount_where_it_belongs",
                        violation_error_message="Mức cố định phải lớn hơn 0; chi phí thực tế, hệ số, tỷ lệ, hiện vật và nguồn khác chi trả thì không ghi mức.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("bands", []), _negated=True),
                                ("amount_kind__in", ["per_day"]),
                                ("worth__in", ["amount"]),
                            ),
                            ("bands", []),
                            _connector="OR",
                        ),
                        name="rate_bands_where_it_belongs",
                        violation_error_message="Mức theo khoảng ngày chỉ dùng cho khoản tính mỗi ngày.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("factor", 0), _negated=True),
                                models.Q(
                                    models.Q(
                                        (
                                            "amount_kind__in",
                                            [
                                                "flat",
                                                "per_day",
                                                "per_month",
                                                "per_quarter",
                                                "per_session",
                                                "per_person",
                                                "actual_or_norm",
                                                "package",
                                                "top_up",
                                            ],
                                        ),
                                        ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                                    ),
                                    models.Q(
                                        ("amount_kind__in", ["share_of_cost"]),
                                        (
                                            "worth__in",
                                            ["amount", "coefficient", "percent", "share_of_rate"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("factor", 0),
                                models.Q(
                                    models.Q(
                                        (
                                            "amount_kind__in",
                                            [
                                                "flat",
                                                "per_day",
                                                "per_month",
                                                "per_quarter",
                                                "per_session",
                                                "per_person",
                                                "actual_or_norm",
                                                "package",
                                                "top_up",
                                            ],
                                        ),
                                        ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                                    ),
                                    models.Q(
                                        ("amount_kind__in", ["share_of_cost"]),
                                        (
                                            "worth__in",
                                            ["amount", "coefficient", "percent", "share_of_rate"],
                                        ),
                                    ),
                                    _connector="OR",
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rate_factor_where_it_belongs",
                        violation_error_message="Hệ số, tỷ lệ phải ghi khi mức tính theo một mức khác hoặc theo phần của chi phí, và chỉ ghi khi đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("factor_to__isnull", True), _negated=True),
                                models.Q(
                                    models.Q(
                                        (
                                            "amount_kind__in",
                                            [
                                                "flat",
                                                "per_day",
                                                "per_month",
                                                "per_quarter",
                                                "per_session",
                                                "per_person",
                                                "actual_or_norm",
                                                "package",
                                                "top_up",
                                            ],
                                        ),
                                        ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                                    ),
                                    models.Q(
                                        ("amount_kind__in", ["share_of_cost"]),
                                        (
                                            "worth__in",
                                            ["amount", "coefficient", "percent", "share_of_rate"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            ("factor_to__isnull", True),
                            _connector="OR",
                        ),
                        name="rate_factor_to_where_it_belongs",
                        violation_error_message="Tỷ lệ đến (khung quyết định) chỉ ghi cùng hệ số, tỷ lệ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("of", ""), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_or_norm",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                            ),
                            models.Q(
                                ("of", ""),
                                models.Q(
                                    (
                                        "amount_kind__in",
                                        [
                                            "flat",
                                            "per_day",
                                            "per_month",
                                            "per_quarter",
                                            "per_session",
                                            "per_person",
                                            "actual_or_norm",
                                            "package",
                                            "top_up",
                                        ],
                                    ),
                                    ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rate_of_where_it_belongs",
                        violation_error_message="Phải ghi tính theo tham số hoặc chế độ nào khi mức là hệ số, tỷ lệ của một mức khác, và chỉ ghi khi đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("as_group", ""), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_or_norm",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                ("worth__in", ["share_of_rate"]),
                            ),
                            ("as_group", ""),
                            _connector="OR",
                        ),
                        name="rate_as_group_where_it_belongs",
                        violation_error_message="“Như đối tượng” chỉ ghi khi mức là tỷ lệ của một mức khác trong văn bản.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("cost", ""), _negated=True),
                                (
                                    "amount_kind__in",
                                    ["actual_cost", "actual_or_norm", "share_of_cost"],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("cost", ""),
                            _connector="OR",
                        ),
                        name="rate_cost_where_it_belongs",
                        violation_error_message="Loại chi phí chỉ ghi cho khoản tính theo chi phí.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("after_others", False), _negated=True),
                                (
                                    "amount_kind__in",
                                    ["actual_cost", "actual_or_norm", "share_of_cost"],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("after_others", False),
                            _connector="OR",
                        ),
                        name="rate_after_others_where_it_belongs",
                        violation_error_message="“Sau khi trừ phần nguồn khác đã trả” chỉ ghi cho khoản tính theo chi phí.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("stack_to__isnull", True), _negated=True),
                                models.Q(
                                    models.Q(
                                        (
                                            "amount_kind__in",
                                            [
                                                "flat",
                                                "per_day",
                                                "per_month",
                                                "per_quarter",
                                                "per_session",
                                                "per_person",
                                                "actual_or_norm",
                                                "package",
                                                "top_up",
                                            ],
                                        ),
                                        ("worth__in", ["coefficient", "percent", "share_of_rate"]),
                                    ),
                                    models.Q(
                                        ("amount_kind__in", ["share_of_cost"]),
                                        (
                                            "worth__in",
                                            ["amount", "coefficient", "percent", "share_of_rate"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            ("stack_to__isnull", True),
                            _connector="OR",
                        ),
                        name="rate_stack_to_where_it_belongs",
                        violation_error_message="“Cộng với nguồn khác không quá” chỉ ghi khi mức là tỷ lệ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("up_to", False), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_or_norm",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("up_to", False),
                            _connector="OR",
                        ),
                        name="rate_up_to_where_it_belongs",
                        violation_error_message="“Tối đa” chỉ ghi cho khoản có mức theo đơn vị.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("only_on", ""), _negated=True),
                                ("amount_kind__in", ["per_day"]),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("only_on", ""),
                            _connector="OR",
                        ),
                        name="rate_only_on_where_it_belongs",
                        violation_error_message="Danh mục ngày chỉ ghi cho khoản tính mỗi ngày.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("components", []), _negated=True),
                                ("amount_kind__in", ["package"]),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            models.Q(
                                ("components", []),
                                models.Q(
                                    ("amount_kind__in", ["package"]),
                                    (
                                        "worth__in",
                                        ["amount", "coefficient", "percent", "share_of_rate"],
                                    ),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rate_components_where_it_belongs",
                        violation_error_message="Các phần của gói phải ghi ở khoản chi theo gói, và chỉ ghi ở đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("in_kind", ""), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_cost",
                                        "actual_or_norm",
                                        "share_of_cost",
                                        "package",
                                        "top_up",
                                        "in_kind",
                                        "other_payer",
                                    ],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            models.Q(
                                ("in_kind", ""),
                                models.Q(
                                    ("amount_kind__in", ["in_kind"]),
                                    (
                                        "worth__in",
                                        ["amount", "coefficient", "percent", "share_of_rate"],
                                    ),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="rate_in_kind_where_it_belongs",
                        violation_error_message="Khoản bằng hiện vật phải ghi hiện vật.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("ceiling__isnull", True), _negated=True),
                                (
                                    "amount_kind__in",
                                    [
                                        "flat",
                                        "per_day",
                                        "per_month",
                                        "per_quarter",
                                        "per_session",
                                        "per_person",
                                        "actual_cost",
                                        "actual_or_norm",
                                        "share_of_cost",
                                        "package",
                                        "top_up",
                                    ],
                                ),
                                (
                                    "worth__in",
                                    ["amount", "coefficient", "percent", "share_of_rate"],
                                ),
                            ),
                            ("ceiling__isnull", True),
                            _connector="OR",
                        ),
                        name="rate_ceiling_where_it_belongs",
                        violation_error_message="Trần mỗi lượt chỉ ghi cho khoản chi bằng tiền.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_kind", "per_day"), ("worth", "amount"), _negated=True
                            ),
                            models.Q(("amount", 0), models.Q(("bands", []), _negated=True)),
                            models.Q(models.Q(("amount", 0), _negated=True), ("bands", [])),
                            _connector="OR",
                        ),
                        name="rate_per_day_has_an_amount_or_bands",
                        violation_error_message="Khoản tính mỗi ngày ghi một mức chung, hoặc mức theo khoảng ngày, không ghi cả hai.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bands", []), ("only_on", ""), _connector="OR"),
                        name="rate_bands_are_not_of_listed_days",
                        violation_error_message="Mức theo khoảng ngày không đi cùng danh mục ngày.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", "derived"), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="derived_rate_says_how",
                        violation_error_message="Số suy ra phải ghi căn cứ suy ra.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    django.db.models.functions.comparison.Coalesce(
                                        "benefit",
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        "benefit",
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    django.db.models.functions.comparison.Coalesce(
                                        "group",
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    django.db.models.functions.comparison.Coalesce(
                                        "group",
                                        models.Value(0),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.Func(
                                        django.db.models.functions.comparison.Cast(
                                            "conditions", models.TextField()
                                        ),
                                        models.Value(0),
                                        function="hashtextextended",
                                        output_field=models.BigIntegerField(),
                                    ),
                                    models.Func(
                                        django.db.models.functions.comparison.Cast(
                                            "conditions", models.TextField()
                                        ),
                                        models.Value(0),
                                        function="hashtextextended",
                                        output_field=models.BigIntegerField(),
                                    ),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_to",
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="rates_do_not_overlap",
                        violation_error_message="Đã có mức cho cùng chế độ, đối tượng và điều kiện này.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmation",
                        to="policies.rate",
                        verbose_name="mức hưởng",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xác nhận",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="xác nhận lúc"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="đối chiếu với")),
            ],
            options={
                "verbose_name": "xác nhận mức hưởng",
            },
        ),
        migrations.CreateModel(
            name="Relation",
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
                        related_name="relations",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("exclusive", "đã hưởng khoản này thì thôi khoản kia"),
                            ("alternative", "người hưởng chọn một"),
                            ("highest", "chỉ hưởng khoản cao nhất"),
                            ("priority", "chỉ hưởng khoản đứng trước"),
                        ],
                        max_length=12,
                        verbose_name="quan hệ",
                    ),
                ),
                (
                    "benefits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60), verbose_name="các chế độ"
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("event", "mỗi đợt"),
                            ("month", "trong tháng"),
                            ("quarter", "trong quý"),
                            ("half_year", "trong sáu tháng"),
                            ("year", "trong năm"),
                            ("cycle", "trong chu kỳ nhiều năm"),
                            ("ever", "cả đời"),
                        ],
                        default="event",
                        max_length=10,
                        verbose_name="phạm vi",
                    ),
                ),
                (
                    "cycle_years",
                    models.PositiveSmallIntegerField(default=1, verbose_name="số năm của chu kỳ"),
                ),
                (
                    "cycle_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đầu của chu kỳ"
                    ),
                ),
                ("article", models.CharField(max_length=200, verbose_name="điều khoản")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("stated", "Nêu rõ trong văn bản"),
                            ("derived", "Suy ra từ số liệu"),
                            ("invented", "Giả định cho bản trình diễn"),
                        ],
                        max_length=12,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("basis", models.TextField(blank=True, default="", verbose_name="căn cứ suy ra")),
                (
                    "quote",
                    models.TextField(blank=True, default="", verbose_name="nguyên văn điều khoản"),
                ),
            ],
            options={
                "verbose_name": "quan hệ giữa các chế độ",
                "ordering": ("resolution", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("benefits__len__gte", 2)),
                        name="relation_is_between_two_at_least",
                        violation_error_message="Phải nêu ít nhất hai chế độ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cycle_years__gte", 1), ("window", "cycle")),
                            models.Q(
                                models.Q(("window", "cycle"), _negated=True),
                                ("cycle_from", None),
                                ("cycle_years", 1),
                            ),
                            _connector="OR",
                        ),
                        name="relation_cycle_has_years",
                        violation_error_message="Số năm và năm đầu chỉ ghi cho chu kỳ, ít nhất một năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", "derived"), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="derived_relation_says_how",
                        violation_error_message="Số suy ra phải ghi căn cứ suy ra.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SolvedCase",
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
                        related_name="cases",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="số")),
                ("title", models.CharField(max_length=200, verbose_name="tên ca")),
                (
                    "person",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        validators=[policies.models.solved_case.person_is_readable],
                        verbose_name="người",
                    ),
                ),
                (
                    "event",
                    models.JSONField(
                        validators=[policies.models.solved_case.event_is_readable],
                        verbose_name="sự việc",
                    ),
                ),
                (
                    "usage",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[policies.models.solved_case.usage_is_readable],
                        verbose_name="đã hưởng",
                    ),
                ),
                ("expected_amount", models.BigIntegerField(verbose_name="số tiền đúng (đồng)")),
                (
                    "expected_lines",
                    models.JSONField(blank=True, default=dict, verbose_name="số tiền từng chế độ"),
                ),
                (
                    "expected_refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_in_force", "văn bản không áp dụng vào ngày đó"),
                            ("unknown_benefit", "văn bản không có chế độ này"),
                            ("outside_territory", "ngoài địa bàn"),
                            ("too_late", "đề nghị quá muộn"),
                            ("ended", "đã thôi diện"),
                            ("no_group", "chưa xếp đối tượng"),
                            ("excluded", "bị loại trừ vì đã hưởng chế độ khác"),
                            ("choice_needed", "phải chọn một chế độ"),
                            ("below_threshold", "chưa tới ngưỡng"),
                            ("no_rate", "không có mức hưởng"),
                            ("ambiguous_rate", "nhiều mức cùng khớp"),
                            ("missing_fact", "thiếu dữ kiện"),
                            ("missing_parameter", "thiếu tham số"),
                            ("payer_ended", "nguồn kinh phí đã kết thúc"),
                            ("nothing_to_pay", "không có khoản nào để chi"),
                            ("limit_reached", "hết hạn mức"),
                            ("less_favourable", "đã chi khoản khác có lợi hơn"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="bị từ chối vì",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="lấy từ đâu"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="lập lúc")),
            ],
            options={
                "verbose_name": "ca mẫu",
                "ordering": ("resolution", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "number"),
                        name="case_number_is_unique_in_its_resolution",
                        violation_error_message="Số ca này đã có trong văn bản.",
                    ),
                    models.UniqueConstraint(
                        fields=("resolution", "title"),
                        name="case_title_is_unique_in_its_resolution",
                        violation_error_message="Văn bản đã có ca mẫu mang tên này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expected_amount__gte", 0)),
                        name="case_amount_is_not_negative",
                        violation_error_message="Số tiền đúng không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("made_by", None)),
                            models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_made_at_and_by",
                        violation_error_message="Người lập và lúc lập ca phải đi cùng nhau.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupSuccession",
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
                        related_name="successions",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "old_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng cũ",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="chức vụ có cụm từ"
                    ),
                ),
                (
                    "new_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng mới",
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="điều khoản"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="ghi chú"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="dùng để chuyển lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng chuyển đối tượng",
                "ordering": ("resolution", "position", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("old_group__isnull", False),
                            models.Q(("post", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="succession_says_of_whom",
                        violation_error_message="Hãy chọn đối tượng cũ hoặc gõ chức vụ.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
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
                        related_name="thresholds",
                        to="policies.benefit",
                        verbose_name="chế độ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[("quantity", "số ngày"), ("cost", "chi phí (đồng)")],
                        max_length=10,
                        verbose_name="tính theo",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[("event", "mỗi đợt"), ("year", "trong năm")],
                        max_length=10,
                        verbose_name="phạm vi",
                    ),
                ),
                ("value", models.BigIntegerField(verbose_name="mức tối thiểu")),
                (
                    "cost",
                    models.SlugField(
                        blank=True, default="", max_length=60, verbose_name="loại chi phí"
                    ),
                ),
                ("article", models.CharField(max_length=200, verbose_name="điều khoản")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("stated", "Nêu rõ trong văn bản"),
                            ("derived", "Suy ra từ số liệu"),
                            ("invented", "Giả định cho bản trình diễn"),
                        ],
                        max_length=12,
                        verbose_name="độ tin cậy",
                    ),
                ),
                ("basis", models.TextField(blank=True, default="", verbose_name="căn cứ suy ra")),
                (
                    "quote",
                    models.TextField(blank=True, default="", verbose_name="nguyên văn điều khoản"),
                ),
            ],
            options={
                "verbose_name": "mức tối thiểu",
                "ordering": ("benefit", "group", "measure", "window", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("benefit", "group", "measure", "window", "cost"),
                        name="threshold_of_a_kind_is_unique",
                        nulls_distinct=False,
                        violation_error_message="Mức tối thiểu loại này của đối tượng này đã có.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gt", 0),
                            models.Q(("cost", ""), ("measure", "cost"), _connector="OR"),
                        ),
                        name="threshold_is_positive",
                        violation_error_message="Mức tối thiểu phải lớn hơn 0; loại chi phí chỉ ghi khi tính theo chi phí.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measure", "cost"), ("window", "event"), _connector="OR"
                        ),
                        name="threshold_of_days_is_of_one_event",
                        violation_error_message="Số ngày tối thiểu chỉ tính cho một đợt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence", "derived"), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="derived_threshold_says_how",
                        violation_error_message="Số suy ra phải ghi căn cứ suy ra.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datedlist",
            trigger=pgtrigger.compiler.Trigger(
                name="list_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="253a440aeef88d47b252d03f131fb58557b4a585",
                    operation="DELETE",
                    pgid="pgtrigger_list_stays_c833a",
                    table="policies_datedlist",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datedlist",
            trigger=pgtrigger.compiler.Trigger(
                name="list_means_the_same",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."kind" IS DISTINCT FROM (NEW."kind"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="48967541d751833aa102fe975f5db2afc34bc7e3",
                    operation="UPDATE",
                    pgid="pgtrigger_list_means_the_same_0ca9f",
                    table="policies_datedlist",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="501555003e20bfa5ffeea39292add837d41c8109",
                    operation="DELETE",
                    pgid="pgtrigger_entry_stays_9a848",
                    table="policies_listentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_is_only_closed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."until" IS NOT NULL OR OLD."list_id" IS DISTINCT FROM (NEW."list_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."since" IS DISTINCT FROM (NEW."since"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="32c2515c8ff828af1dcc30cde0008965494f9769",
                    operation="UPDATE",
                    pgid="pgtrigger_entry_is_only_closed_once_48a7c",
                    table="policies_listentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parameter",
            trigger=pgtrigger.compiler.Trigger(
                name="parameter_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="034393cad372a9d963e3ccbe62dd0e3f4407d196",
                    operation="DELETE",
                    pgid="pgtrigger_parameter_stays_a0026",
                    table="policies_parameter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parameter",
            trigger=pgtrigger.compiler.Trigger(
                name="parameter_means_the_same",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."share_of_id" IS DISTINCT FROM (NEW."share_of_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8063197169010d225d01e432c1cb598950aad2a9",
                    operation="UPDATE",
                    pgid="pgtrigger_parameter_means_the_same_05b8e",
                    table="policies_parameter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parametervalue",
            trigger=pgtrigger.compiler.Trigger(
                name="value_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7af5a5001f3f7b337f9aa2e3f0bddf2fe6ce6f8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_value_is_append_only_849cf",
                    table="policies_parametervalue",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rate",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = NEW.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="e409bc82132d140ae71a2596841c1b13d8abc06f",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_d4a29",
                    table="policies_rate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rate",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = OLD.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = NEW.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="bc1c6a1afb1d40d491554a866c00911e511f0fe8",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_28644",
                    table="policies_rate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rate",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = OLD.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="6ce0cf56dc272a787a822111c8472e94ddbc86e3",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_f1206",
                    table="policies_rate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rateconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmation_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b383117a97d4e6fb6d91cafa948d7545a33d2bd3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_confirmation_is_append_only_d09d5",
                    table="policies_rateconfirmation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relation",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="b7adf57297bbdd9d85fdc75ce1017286d855a9cb",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_496db",
                    table="policies_relation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relation",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="2765885782f3d2dacd5214c3e631f6246774758a",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_03cec",
                    table="policies_relation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="relation",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="cf0af81451eb9fce51025b1146ffa5db315914bb",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_61db7",
                    table="policies_relation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="limit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="b3c14e03d18a6875be096c82f74190c7ca75227f",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_f380e",
                    table="policies_limit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="limit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="f97d4ad230c263f1e271f0360a0d8636cd9cb9f6",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_98073",
                    table="policies_limit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="limit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="6d98b3f38a15f45f5d986fc26cd017b9a7be8ac8",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_b4f21",
                    table="policies_limit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupsuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="used_succession_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."used_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="87914d4ce406f7089c7b0dba91b7c7f3919a8dee",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_used_succession_stands_4d76c",
                    table="policies_groupsuccession",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupsuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="used_succession_is_complete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_groupsuccession s WHERE s.resolution_id = NEW.resolution_id AND s.used_at IS NOT NULL) THEN RAISE EXCEPTION 'Bảng chuyển đối tượng đã dùng, không sửa được.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="7d9767a769163748b5ce3e10d338d1b1569496d9",
                    operation="INSERT",
                    pgid="pgtrigger_used_succession_is_complete_fef8d",
                    table="policies_groupsuccession",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draftedit",
            trigger=pgtrigger.compiler.Trigger(
                name="edit_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b224039872d386ce97f22da9140533c90d501033",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edit_is_append_only_5dc09",
                    table="policies_draftedit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="20c4439ea3e8f156cae7dd2e66b48e960257a148",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_92ac4",
                    table="policies_benefit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="84e08e1fa41dcb4e41de874bddf596ba3d2c4bb5",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_39c43",
                    table="policies_benefit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefit",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="455c0b4c8143e38f032561993ebc9405a37a5628",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_f97a7",
                    table="policies_benefit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="beneficiarygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="05c0aa2579f465a5ad05b13812138a03b8b63465",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_3b069",
                    table="policies_beneficiarygroup",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="beneficiarygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="4ad7f64c4bd5a53bc584127deb6d2eba7aee1c4b",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_d3117",
                    table="policies_beneficiarygroup",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="beneficiarygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="77b36d5132518675f0dad43cf92a702d472159ec",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_514ce",
                    table="policies_beneficiarygroup",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolution",
            trigger=pgtrigger.compiler.Trigger(
                name="released_text_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."status" IN (\'draft\', \'tested\')) AND (OLD."scheme_id" IS DISTINCT FROM (NEW."scheme_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."doc_type" IS DISTINCT FROM (NEW."doc_type") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."issuer" IS DISTINCT FROM (NEW."issuer") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."effective_from" IS DISTINCT FROM (NEW."effective_from") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."settings" IS DISTINCT FROM (NEW."settings") OR OLD."territories" IS DISTINCT FROM (NEW."territories") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."tested_by_id" IS DISTINCT FROM (NEW."tested_by_id") OR OLD."tested_at" IS DISTINCT FROM (NEW."tested_at") OR OLD."released_by_id" IS DISTINCT FROM (NEW."released_by_id") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at") OR NEW."status" IN (\'draft\', \'tested\')))',
                    func="RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation';",
                    hash="04c2f696a0d9bc922e9c1ae1aad1150f50cbe385",
                    operation="UPDATE",
                    pgid="pgtrigger_released_text_is_fixed_d2ef4",
                    table="policies_resolution",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolution",
            trigger=pgtrigger.compiler.Trigger(
                name="released_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"status\" IN ('draft', 'tested')))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e02504e70e76f8baa90b23649bca5db187859e01",
                    operation="DELETE",
                    pgid="pgtrigger_released_is_never_deleted_3ce85",
                    table="policies_resolution",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solvedcase",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="03688e97d01203527c0a45ca21c0b16c6eb2765f",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_63853",
                    table="policies_solvedcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solvedcase",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (NEW.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="f221e8d0ac8fd9c89162aa607aa182727d24a617",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_5575d",
                    table="policies_solvedcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solvedcase",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (OLD.resolution_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="159d8db55f830e08b33ac75ae4153630ea76edf6",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_5a5ef",
                    table="policies_solvedcase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = NEW.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="77e43ee718e44603de120ab04c464db7bb2cb0ff",
                    operation="INSERT",
                    pgid="pgtrigger_released_no_insert_6847b",
                    table="policies_threshold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = OLD.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = NEW.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="67190bb98bbdc795df8d89c2552e12fd0a5e6831",
                    operation="UPDATE",
                    pgid="pgtrigger_released_no_update_cf83e",
                    table="policies_threshold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="released_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM policies_resolution r WHERE r.id = (SELECT b.resolution_id FROM policies_benefit b WHERE b.id = OLD.benefit_id) AND r.status NOT IN ('draft', 'tested')) THEN RAISE EXCEPTION 'Văn bản đã ban hành, không sửa được; hãy lập văn bản kế tiếp.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="ec2a56b7d4bcc3a122eec4fcf44fed8efbf3a198",
                    operation="DELETE",
                    pgid="pgtrigger_released_no_delete_771fe",
                    table="policies_threshold",
                    when="BEFORE",
                ),
            ),
        ),
    ]
