import django.contrib.postgres.constraints
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.encryption


class Migration(migrations.Migration):
    replaces = [
        ("beneficiaries", "0001_initial"),
        ("beneficiaries", "0002_people_by_words_of_their_name"),
        ("beneficiaries", "0003_history_by_statement"),
        ("beneficiaries", "0004_resolution_of_the_group_checked_by_statement"),
        ("beneficiaries", "0005_succession_choices"),
        ("beneficiaries", "0006_records_that_are_secret"),
        ("beneficiaries", "0007_health_cards_in_batches"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="loại")),
                ("file_name", models.CharField(max_length=255, verbose_name="tệp")),
                (
                    "workbook",
                    config.encryption.EncryptedTextField(default="", verbose_name="nội dung tệp"),
                ),
                (
                    "judgement",
                    config.encryption.EncryptedTextField(default="", verbose_name="kết quả đọc"),
                ),
                (
                    "undo",
                    config.encryption.EncryptedTextField(default="", verbose_name="để hoàn tác"),
                ),
                ("counts", models.JSONField(default=dict, verbose_name="số dòng theo kết quả")),
                ("options", models.JSONField(default=dict, verbose_name="lựa chọn")),
                (
                    "progress",
                    models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ đọc"),
                            ("judged", "Đã đọc, chờ xác nhận"),
                            ("confirmed", "Đã nhập"),
                            ("undone", "Đã hoàn tác"),
                            ("failed", "Không đọc được"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "failure",
                    models.TextField(blank=True, default="", verbose_name="lý do không đọc được"),
                ),
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tải lên",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="tải lên lúc"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xác nhận",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="xác nhận lúc")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hoàn tác",
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="hoàn tác lúc")),
            ],
            options={
                "verbose_name": "lượt nhập từ Excel",
                "ordering": ("-uploaded_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="batch_confirmed_at_and_by",
                        violation_error_message="Lượt nhập đã xác nhận phải có người và lúc xác nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_undone_at_and_by",
                        violation_error_message="Lượt nhập đã hoàn tác phải có người và lúc hoàn tác.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uploaded_at__isnull", False), ("uploaded_by__isnull", False)
                        ),
                        name="batch_uploaded_at_and_by",
                        violation_error_message="Lượt nhập phải có người và lúc tải lên.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cadre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                ("search_name", models.CharField(editable=False, max_length=120)),
                ("sort_name", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("birth_date", models.DateField(verbose_name="ngày sinh")),
                (
                    "sex",
                    models.CharField(
                        choices=[("male", "Nam"), ("female", "Nữ")],
                        max_length=6,
                        verbose_name="giới tính",
                    ),
                ),
                (
                    "citizen_id",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số CCCD"
                    ),
                ),
                (
                    "citizen_id_hash",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "insurance_number",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{10}|\\d{12}|[A-Z]{2}[1-5]\\d{12})$",
                                "Số thẻ BHYT gồm 10 số, 12 số, hoặc 15 ký tự (2 chữ, 13 số).",
                            )
                        ],
                        verbose_name="số thẻ BHYT",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="chức vụ, chức danh"
                    ),
                ),
                (
                    "managing_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_cadres",
                        to="accounts.unit",
                        verbose_name="cơ quan quản lý",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resident_cadres",
                        to="accounts.unit",
                        verbose_name="xã, phường cư trú",
                    ),
                ),
                (
                    "care_facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cared_cadres",
                        to="accounts.unit",
                        verbose_name="cơ sở quản lý sức khỏe",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(blank=True, null=True, verbose_name="nghỉ hưu từ ngày"),
                ),
                (
                    "party_badge_years",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="huy hiệu Đảng (năm)"
                    ),
                ),
                (
                    "bank_account",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số tài khoản"
                    ),
                ),
                (
                    "bank_account_hash",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "bank_name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="ngân hàng"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="thôi diện từ ngày"),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do thôi diện"
                    ),
                ),
                (
                    "records_are_secret",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Hồ sơ sức khỏe của người này thuộc danh mục bí mật nhà nước (Quyết định 440/QĐ-TTg ngày 22/5/2024). Phần mềm không nhận bệnh, phân loại hay kết quả khám của người này.",
                        verbose_name="hồ sơ sức khỏe là bí mật nhà nước",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="new_cadres",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
            ],
            options={
                "verbose_name": "cán bộ",
                "ordering": ("sort_name", "birth_date", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("citizen_id_hash", ""), _negated=True),
                        fields=("citizen_id_hash",),
                        name="cadre_citizen_id_is_unique",
                        violation_error_message="Số CCCD này đã thuộc một người khác trong danh sách.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_on", None),
                            ("retired_on__gt", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="cadre_retires_after_birth",
                        violation_error_message="Ngày nghỉ hưu phải sau ngày sinh.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gt", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="cadre_ends_after_birth",
                        violation_error_message="Ngày thôi diện phải sau ngày sinh.",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["sort_name", "birth_date", "id"], name="cadre_in_name_order"
                    ),
                    models.Index(fields=["search_name"], name="cadre_by_search_name"),
                    models.Index(fields=["bank_account_hash"], name="cadre_by_bank_account"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("search_name", config="simple"),
                        name="cadre_by_name_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CadreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="beneficiaries.cadre",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                ("search_name", models.CharField(editable=False, max_length=120)),
                ("sort_name", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("birth_date", models.DateField(verbose_name="ngày sinh")),
                (
                    "sex",
                    models.CharField(
                        choices=[("male", "Nam"), ("female", "Nữ")],
                        max_length=6,
                        verbose_name="giới tính",
                    ),
                ),
                (
                    "citizen_id",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số CCCD"
                    ),
                ),
                (
                    "citizen_id_hash",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "insurance_number",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{10}|\\d{12}|[A-Z]{2}[1-5]\\d{12})$",
                                "Số thẻ BHYT gồm 10 số, 12 số, hoặc 15 ký tự (2 chữ, 13 số).",
                            )
                        ],
                        verbose_name="số thẻ BHYT",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="chức vụ, chức danh"
                    ),
                ),
                (
                    "managing_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="cơ quan quản lý",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="xã, phường cư trú",
                    ),
                ),
                (
                    "care_facility",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.unit",
                        verbose_name="cơ sở quản lý sức khỏe",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(blank=True, null=True, verbose_name="nghỉ hưu từ ngày"),
                ),
                (
                    "party_badge_years",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="huy hiệu Đảng (năm)"
                    ),
                ),
                (
                    "bank_account",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="số tài khoản"
                    ),
                ),
                (
                    "bank_account_hash",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "bank_name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="ngân hàng"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="thôi diện từ ngày"),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do thôi diện"
                    ),
                ),
                (
                    "records_are_secret",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Hồ sơ sức khỏe của người này thuộc danh mục bí mật nhà nước (Quyết định 440/QĐ-TTg ngày 22/5/2024). Phần mềm không nhận bệnh, phân loại hay kết quả khám của người này.",
                        verbose_name="hồ sơ sức khỏe là bí mật nhà nước",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HealthCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng khi cấp",
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số thẻ")),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "Cấp mới"), ("reissue", "Cấp đổi")],
                        max_length=8,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "reissue_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lost", "Mất thẻ"),
                            ("damaged", "Thẻ hỏng"),
                            ("changed", "Thay đổi thông tin"),
                            ("expired", "Hết hạn"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                        verbose_name="lý do cấp đổi",
                    ),
                ),
                (
                    "code",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        unique=True,
                        verbose_name="mã tra cứu",
                    ),
                ),
                ("issued_on", models.DateField(db_index=True, verbose_name="ngày cấp")),
                (
                    "expires_on",
                    models.DateField(blank=True, null=True, verbose_name="có giá trị đến"),
                ),
                (
                    "recalled_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày thu hồi"),
                ),
                (
                    "recall_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do thu hồi"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="new_cards",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
            ],
            options={
                "verbose_name": "thẻ bảo vệ sức khỏe",
                "ordering": ("-issued_on", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("recalled_on", None)),
                        fields=("cadre",),
                        name="one_valid_card_a_person",
                        violation_error_message="Người này đang có thẻ còn giá trị; hãy thu hồi thẻ cũ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recalled_on", None),
                            ("recalled_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="card_recalled_after_issue",
                        violation_error_message="Ngày thu hồi phải từ ngày cấp trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recall_reason", ""), ("recalled_on", None)),
                            models.Q(
                                ("recalled_on__isnull", False),
                                models.Q(("recall_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="card_recall_has_reason",
                        violation_error_message="Thu hồi thẻ phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "reissue"), ("reissue_reason", ""), _connector="OR"
                        ),
                        name="card_reissue_reason_of_a_reissue",
                        violation_error_message="Chỉ thẻ cấp đổi mới có lý do cấp đổi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardBatch",
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
                        choices=[("new", "Cấp mới"), ("reissue", "Cấp đổi"), ("recall", "Thu hồi")],
                        max_length=8,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "reissue_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lost", "Mất thẻ"),
                            ("damaged", "Thẻ hỏng"),
                            ("changed", "Thay đổi thông tin"),
                            ("expired", "Hết hạn"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="lý do cấp đổi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị lập",
                    ),
                ),
                ("decision_number", models.CharField(max_length=60, verbose_name="số quyết định")),
                ("decision_on", models.DateField(verbose_name="ngày quyết định")),
                (
                    "decision_name",
                    models.CharField(
                        blank=True, default="", max_length=255, verbose_name="tệp quyết định"
                    ),
                ),
                (
                    "decision_file",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="nội dung tệp quyết định"
                    ),
                ),
                ("takes_effect_on", models.DateField(verbose_name="ngày cấp hoặc thu hồi")),
                (
                    "expires_on",
                    models.DateField(blank=True, null=True, verbose_name="có giá trị đến"),
                ),
                (
                    "first_number",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[^\\s]*\\d$",
                                "Số thẻ bắt đầu phải kết thúc bằng chữ số, ví dụ 000513.",
                            )
                        ],
                        verbose_name="số thẻ bắt đầu",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Đang lập"), ("issued", "Đã ban hành")],
                        default="draft",
                        max_length=8,
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
                (
                    "issued_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ban hành lúc"),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ban hành",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt thẻ",
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="card_batch_made_at_and_by",
                        violation_error_message="Đợt thẻ phải có người và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at", None), ("issued_by", None), ("state", "draft")),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("state", "issued"),
                            ),
                            _connector="OR",
                        ),
                        name="card_batch_issued_at_and_by",
                        violation_error_message="Đợt thẻ đã ban hành phải có người và lúc ban hành.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_by", None),
                            models.Q(("issued_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="card_batch_is_not_issued_by_its_maker",
                        violation_error_message="Người lập đợt thẻ không tự ban hành đợt đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "reissue"), models.Q(("reissue_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("kind", "reissue"), _negated=True), ("reissue_reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="card_batch_reissue_has_reason",
                        violation_error_message="Đợt cấp đổi, và chỉ đợt cấp đổi, phải có lý do cấp đổi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None),
                            ("expires_on__gt", models.F("takes_effect_on")),
                            _connector="OR",
                        ),
                        name="card_batch_expires_after_issue",
                        violation_error_message="Hạn dùng phải sau ngày cấp.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "recall"), _negated=True),
                            models.Q(("expires_on", None), ("first_number", "")),
                            _connector="OR",
                        ),
                        name="card_batch_recall_gives_no_cards",
                        violation_error_message="Đợt thu hồi không có số thẻ mới và hạn dùng.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="beneficiaries.cardbatch",
                        verbose_name="đợt thẻ",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_lines",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng ghi trên thẻ",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="số thẻ mới"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do thu hồi"
                    ),
                ),
                (
                    "old_card",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recall_lines",
                        to="beneficiaries.healthcard",
                        verbose_name="thẻ bị thu hồi",
                    ),
                ),
                (
                    "card",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line",
                        to="beneficiaries.healthcard",
                        verbose_name="thẻ được cấp",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="chưa ban hành")),
            ],
            options={
                "verbose_name": "người trong đợt thẻ",
                "ordering": ("batch", "cadre__sort_name", "cadre__birth_date", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "cadre"),
                        name="card_batch_has_each_person_once",
                        violation_error_message="Người này đã có trong đợt thẻ.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("cadre",),
                        name="one_open_card_batch_a_person",
                        violation_error_message="Người này đang ở một đợt thẻ khác chưa ban hành.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("batch", "number"),
                        name="card_batch_has_each_number_once",
                        violation_error_message="Số thẻ này đã ghi cho người khác trong đợt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardPrint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="print",
                        to="beneficiaries.cardbatch",
                        verbose_name="đợt thẻ",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="địa chỉ cổng")),
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
                        max_length=8,
                        verbose_name="tình trạng",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="số thẻ đã lập")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="số thẻ phải lập")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="số trang")),
                ("content", models.BinaryField(null=True, verbose_name="bản PDF")),
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
                "verbose_name": "tờ in thẻ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("content__isnull", False),
                            _connector="OR",
                        ),
                        name="card_print_done_has_its_file",
                        violation_error_message="Tờ in đã xong phải có tệp.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="card_print_made_at_and_by",
                        violation_error_message="Tờ in phải có người và lúc yêu cầu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("decision", models.CharField(max_length=200, verbose_name="quyết định")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="new_memberships",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
            ],
            options={
                "verbose_name": "diện đối tượng",
                "ordering": ("cadre", "-since"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="membership_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.Func("cadre", "resolution", function="point"), "~="),
                            (
                                models.Func(
                                    "since", "until", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="memberships_do_not_overlap",
                        violation_error_message="Người này đã thuộc một đối tượng khác của cùng văn bản trong thời gian đó.",
                    ),
                ],
                "indexes": [models.Index(fields=["resolution", "group"], name="membership_group")],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="beneficiaries.membership",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cadre",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("decision", models.CharField(max_length=200, verbose_name="quyết định")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="beneficiaries.importbatch",
                        verbose_name="lượt nhập",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessionChoice",
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
                        related_name="+",
                        to="policies.resolution",
                        verbose_name="văn bản mới",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="succession_choices",
                        to="beneficiaries.membership",
                        verbose_name="diện cũ",
                    ),
                ),
                (
                    "group",
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chọn",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="chọn lúc")),
            ],
            options={
                "verbose_name": "lựa chọn khi chuyển đối tượng",
                "ordering": ("resolution", "membership"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "membership"),
                        name="one_succession_choice_a_membership",
                        violation_error_message="Người này đã có lựa chọn.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cardbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="issued_card_batch_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" = 'issued')",
                    func="RAISE EXCEPTION 'Đợt thẻ đã ban hành, không sửa được.' USING ERRCODE = 'restrict_violation';",
                    hash="4f06baccdee98e0b917b23c1ea6b778e9471462a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_issued_card_batch_is_frozen_f7736",
                    table="beneficiaries_cardbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cardbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="card_batch_is_issued_whole",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'issued')",
                    func="IF EXISTS (SELECT 1 FROM beneficiaries_cardline l WHERE l.batch_id = NEW.id AND l.is_open) THEN RAISE EXCEPTION 'Còn người trong đợt chưa được ghi thẻ.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="13da5aaf629674983aed65d62fc2e861813be50d",
                    operation="UPDATE",
                    pgid="pgtrigger_card_batch_is_issued_whole_e635d",
                    table="beneficiaries_cardbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cardline",
            trigger=pgtrigger.compiler.Trigger(
                name="line_of_issued_card_batch_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM beneficiaries_cardbatch b WHERE b.state = 'issued' AND b.id IN (OLD.batch_id, NEW.batch_id)) THEN RAISE EXCEPTION 'Đợt thẻ đã ban hành, không sửa được.' USING ERRCODE = 'restrict_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="e0735d4c8dd3d6f61accb6165068e624472eb76a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_line_of_issued_card_batch_is_frozen_f340d",
                    table="beneficiaries_cardline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="617b1d7fd65bdb684660382abea974d6e93d3e5b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_103b5",
                    table="beneficiaries_cadreevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_cadreevent" ("bank_account", "bank_account_hash", "bank_name", "batch_id", "birth_date", "care_facility_id", "citizen_id", "citizen_id_hash", "commune_id", "ended_on", "ended_reason", "full_name", "id", "insurance_number", "managing_unit_id", "party_badge_years", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "records_are_secret", "retired_on", "search_name", "sex", "sort_name") SELECT new_values."bank_account", new_values."bank_account_hash", new_values."bank_name", new_values."batch_id", new_values."birth_date", new_values."care_facility_id", new_values."citizen_id", new_values."citizen_id_hash", new_values."commune_id", new_values."ended_on", new_values."ended_reason", new_values."full_name", new_values."id", new_values."insurance_number", new_values."managing_unit_id", new_values."party_badge_years", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post", new_values."records_are_secret", new_values."retired_on", new_values."search_name", new_values."sex", new_values."sort_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3c7ada3dad0379b3629b131d991709109449a23c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5ce30",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="beneficiaries_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_cadreevent" ("bank_account", "bank_account_hash", "bank_name", "batch_id", "birth_date", "care_facility_id", "citizen_id", "citizen_id_hash", "commune_id", "ended_on", "ended_reason", "full_name", "id", "insurance_number", "managing_unit_id", "party_badge_years", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "records_are_secret", "retired_on", "search_name", "sex", "sort_name") SELECT new_values."bank_account", new_values."bank_account_hash", new_values."bank_name", new_values."batch_id", new_values."birth_date", new_values."care_facility_id", new_values."citizen_id", new_values."citizen_id_hash", new_values."commune_id", new_values."ended_on", new_values."ended_reason", new_values."full_name", new_values."id", new_values."insurance_number", new_values."managing_unit_id", new_values."party_badge_years", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post", new_values."records_are_secret", new_values."retired_on", new_values."search_name", new_values."sex", new_values."sort_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5d173747381d92eae198f31c2399e2508d48b6f4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_71216",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="beneficiaries_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadre",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_cadreevent" ("bank_account", "bank_account_hash", "bank_name", "batch_id", "birth_date", "care_facility_id", "citizen_id", "citizen_id_hash", "commune_id", "ended_on", "ended_reason", "full_name", "id", "insurance_number", "managing_unit_id", "party_badge_years", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "records_are_secret", "retired_on", "search_name", "sex", "sort_name") SELECT old_values."bank_account", old_values."bank_account_hash", old_values."bank_name", old_values."batch_id", old_values."birth_date", old_values."care_facility_id", old_values."citizen_id", old_values."citizen_id_hash", old_values."commune_id", old_values."ended_on", old_values."ended_reason", old_values."full_name", old_values."id", old_values."insurance_number", old_values."managing_unit_id", old_values."party_badge_years", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."post", old_values."records_are_secret", old_values."retired_on", old_values."search_name", old_values."sex", old_values."sort_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b6f5348b707b3ccb4a2aeaf7aa40bd87ce29dd52",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f8f1f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="beneficiaries_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_takes_resolution_of_its_group",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."resolution_id" IS NULL)',
                    func="SELECT g.resolution_id INTO NEW.resolution_id FROM policies_beneficiarygroup g WHERE g.id = NEW.group_id; RETURN NEW;",
                    hash="cbfdc5e1602ddc494051287ed07e8c2129ac3fab",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_membership_takes_resolution_of_its_group_2eb84",
                    table="beneficiaries_membership",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_inserted_under_its_resolution",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN policies_beneficiarygroup g ON g.id = n.group_id WHERE g.resolution_id <> n.resolution_id) THEN RAISE EXCEPTION 'Đối tượng không thuộc văn bản đã ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="2c207f1aba63b0f5db807f67a12fe31edc2903aa",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_membership_inserted_under_its_resolution_62681",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="beneficiaries_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="membership_updated_under_its_resolution",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN policies_beneficiarygroup g ON g.id = n.group_id WHERE g.resolution_id <> n.resolution_id) THEN RAISE EXCEPTION 'Đối tượng không thuộc văn bản đã ghi.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="04762b231b125e93ad28eb27317dfcc1a9a7d28a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_membership_updated_under_its_resolution_9efb1",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="beneficiaries_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_membershipevent" ("batch_id", "cadre_id", "decision", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_id", "since", "until") SELECT new_values."batch_id", new_values."cadre_id", new_values."decision", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resolution_id", new_values."since", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b8548a0e4691f40fc526da65456a7364cae1f79a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cfd58",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="beneficiaries_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_membershipevent" ("batch_id", "cadre_id", "decision", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_id", "since", "until") SELECT new_values."batch_id", new_values."cadre_id", new_values."decision", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resolution_id", new_values."since", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="03bf4f750e218ecc291096c08c9490a3f7160635",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_54d83",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="beneficiaries_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "beneficiaries_membershipevent" ("batch_id", "cadre_id", "decision", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_id", "since", "until") SELECT old_values."batch_id", old_values."cadre_id", old_values."decision", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resolution_id", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e0333c68fe9569f45dee9b951607f7c998e9a284",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fc258",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="beneficiaries_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6f0c9035ec45a2753d3211122830c86e855581d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_55af6",
                    table="beneficiaries_membershipevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
