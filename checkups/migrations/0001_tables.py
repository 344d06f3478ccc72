import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.encryption


class Migration(migrations.Migration):
    replaces = [
        ("checkups", "0001_initial"),
        ("checkups", "0002_rounds_as_they_are_run"),
        ("checkups", "0003_health_classes_and_secrets"),
        ("checkups", "0004_a_list_is_agreed_by_another"),
        ("checkups", "0005_drugs_of_delegations"),
        ("checkups", "0006_events_have_money_of_their_own"),
        ("checkups", "0007_people_come_to_places_of_their_round"),
        ("checkups", "0008_old_rounds_have_a_state"),
        ("checkups", "0009_secret_records_are_erased_first"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("beneficiaries", "0001_tables"),
        ("claims", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckupRound",
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
                        related_name="checkup_rounds",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("periodic_checkup", "Khám sức khỏe định kỳ"),
                            ("event_checkup", "Khám phục vụ sự kiện"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="mã đợt")),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Đang lập kế hoạch"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang khám"),
                            ("closed", "Đã kết thúc"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "plan_document",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="kế hoạch"
                    ),
                ),
                (
                    "plan_number",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="số kế hoạch"
                    ),
                ),
                (
                    "plan_date",
                    models.DateField(blank=True, null=True, verbose_name="ngày kế hoạch"),
                ),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "confirm_by",
                    models.DateField(blank=True, null=True, verbose_name="hạn đơn vị xác nhận"),
                ),
                (
                    "estimate",
                    models.BigIntegerField(blank=True, null=True, verbose_name="dự toán (đồng)"),
                ),
                (
                    "raised_estimate",
                    models.BigIntegerField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="dự toán sau khi nâng (đồng)",
                    ),
                ),
                (
                    "raised_under",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=120,
                        verbose_name="quyết định nâng dự toán",
                    ),
                ),
                (
                    "raised_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ngày quyết định"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="checkup_rounds",
                        to="policies.beneficiarygroup",
                        verbose_name="đối tượng khám",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt khám",
                "ordering": ("-begins_on", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "kind", "year", "code"),
                        name="round_code_is_unique_in_its_year",
                        violation_error_message="Mã đợt khám này đã có trong năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="round_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc đợt khám phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirm_by", None),
                            ("confirm_by__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="round_confirmed_before_it_ends",
                        violation_error_message="Hạn đơn vị xác nhận phải trước khi đợt khám kết thúc.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("estimate", None), ("estimate__gte", 0), _connector="OR"
                        ),
                        name="round_estimate_is_not_negative",
                        violation_error_message="Dự toán không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("raised_estimate", None), ("raised_on", None), ("raised_under", "")
                            ),
                            models.Q(
                                ("raised_estimate__gt", models.F("estimate")),
                                ("raised_on__isnull", False),
                                models.Q(("raised_under", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="round_estimate_raised_by_a_decision",
                        violation_error_message="Nâng dự toán phải theo quyết định có số, có ngày.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "running", "closed"]),
                            ("confirm_by__isnull", False),
                            _connector="OR",
                        ),
                        name="round_listing_has_a_deadline",
                        violation_error_message="Gửi danh sách cho đơn vị phải có hạn xác nhận.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundFacility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        limit_choices_to={"kind": "hospital"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="cơ sở khám",
                    ),
                ),
                (
                    "daily_capacity",
                    models.PositiveSmallIntegerField(verbose_name="số người mỗi ngày"),
                ),
            ],
            options={
                "verbose_name": "cơ sở của đợt khám",
                "ordering": ("round", "facility__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "facility"),
                        name="round_has_each_facility_once",
                        violation_error_message="Đợt khám đã có cơ sở này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("daily_capacity__gt", 0)),
                        name="round_facility_takes_somebody",
                        violation_error_message="Số người mỗi ngày phải lớn hơn 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundPlanFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_file",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="loại tệp")),
                (
                    "content",
                    config.encryption.EncryptedTextField(default="", verbose_name="nội dung tệp"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="cỡ (byte)")),
                ("attached_at", models.DateTimeField(verbose_name="đính kèm lúc")),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đính kèm",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp kế hoạch khám",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attached_at__isnull", False), ("attached_by__isnull", False)
                        ),
                        name="round_plan_file_attached_at_and_by",
                        violation_error_message="Tệp kế hoạch phải có người và lúc đính kèm.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkup",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkups",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkups",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="nơi khám",
                    ),
                ),
                ("examined_on", models.DateField(verbose_name="ngày khám")),
                ("cost", models.BigIntegerField(default=0, verbose_name="chi phí thực tế (đồng)")),
            ],
            options={
                "verbose_name": "lượt khám",
                "ordering": ("-examined_on", "-id"),
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
                        name="checkup_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="checkup_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("round", "cadre"),
                        name="one_checkup_a_round_and_person",
                        violation_error_message="Người này đã khám trong đợt này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0)),
                        name="checkup_cost_is_not_negative",
                        violation_error_message="Chi phí không được âm.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelegationDrugs",
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
                    "gathering",
                    models.CharField(
                        choices=[("conference", "Hội nghị"), ("delegation", "Đoàn công tác")],
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=250, verbose_name="tên hội nghị, đoàn công tác"),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("domestic", "Trong nước"), ("abroad", "Ngoài nước")],
                        max_length=10,
                        verbose_name="trong nước hay ngoài nước",
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "document",
                    models.CharField(max_length=200, verbose_name="văn bản tổ chức hoặc cử đoàn"),
                ),
                ("participants", models.PositiveIntegerField(verbose_name="số người tham gia")),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegation_drugs",
                        to="claims.recipient",
                        verbose_name="nhà cung cấp",
                    ),
                ),
                ("invoice_number", models.CharField(max_length=40, verbose_name="số hóa đơn")),
                ("invoiced_on", models.DateField(verbose_name="ngày hóa đơn")),
                ("cost", models.BigIntegerField(verbose_name="chi phí thực tế (đồng)")),
            ],
            options={
                "verbose_name": "lần cấp thuốc phục vụ đoàn",
                "ordering": ("-begins_on", "-id"),
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
                        name="delegationdrugs_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="delegationdrugs_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="delegation_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("participants__gt", 0)),
                        name="delegation_has_participants",
                        violation_error_message="Số người tham gia phải lớn hơn 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gt", 0)),
                        name="delegation_cost_is_positive",
                        violation_error_message="Chi phí phải lớn hơn 0.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("supplier", "invoice_number", "invoiced_on"),
                        name="one_delegation_an_invoice",
                        violation_error_message="Hóa đơn này của nhà cung cấp này đã được nhập.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CadreWithHealthData",
            fields=[],
            options={
                "verbose_name": "cán bộ có dữ liệu sức khỏe",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("beneficiaries.cadre",),
        ),
        migrations.CreateModel(
            name="DrugSupply",
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
                        related_name="drug_supplies",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                ("prescribed_on", models.DateField(verbose_name="ngày chỉ định")),
                (
                    "ordered_by",
                    models.CharField(
                        choices=[
                            ("council", "Hội đồng chuyên môn"),
                            ("central_doctor", "Bác sĩ bệnh viện tuyến trung ương"),
                        ],
                        max_length=20,
                        verbose_name="người chỉ định",
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        max_length=300, verbose_name="thuốc, thực phẩm bảo vệ sức khỏe"
                    ),
                ),
                ("invoice_number", models.CharField(max_length=40, verbose_name="số hóa đơn")),
                ("cost", models.BigIntegerField(verbose_name="chi phí thực tế (đồng)")),
            ],
            options={
                "verbose_name": "lần cấp thuốc đặc trị",
                "ordering": ("-prescribed_on", "-id"),
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
                        name="drugsupply_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="drugsupply_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("cadre", "invoice_number"),
                        name="one_supply_an_invoice",
                        violation_error_message="Hóa đơn này của người này đã được nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gt", 0)),
                        name="drug_cost_is_positive",
                        violation_error_message="Chi phí phải lớn hơn 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchasePackage",
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
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="claims.recipient",
                        verbose_name="nhà cung cấp",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="gói số")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=300, verbose_name="tên gói thầu")),
                ("contract", models.CharField(max_length=100, verbose_name="hợp đồng")),
                ("accepted_on", models.DateField(verbose_name="ngày nghiệm thu")),
                ("cost", models.BigIntegerField(verbose_name="giá trị đã mua (đồng)")),
            ],
            options={
                "verbose_name": "gói thầu mua thuốc",
                "ordering": ("year", "number"),
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
                        name="purchasepackage_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="purchasepackage_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("year", "number"),
                        name="package_number_is_unique_in_its_year",
                        violation_error_message="Số gói thầu này đã có trong năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gt", 0)),
                        name="package_cost_is_positive",
                        violation_error_message="Giá trị gói thầu phải lớn hơn 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_entries",
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
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_entries",
                        to="accounts.unit",
                        verbose_name="đơn vị xác nhận",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("program", "Chương trình đề xuất"),
                            ("unit", "Đơn vị bổ sung"),
                            ("department", "Sở Y tế bổ sung"),
                        ],
                        default="program",
                        max_length=10,
                        verbose_name="nguồn",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="đưa vào danh sách lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đưa vào",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("kept", "Có trong danh sách"),
                            ("removed", "Đưa ra khỏi danh sách"),
                        ],
                        default="kept",
                        max_length=10,
                        verbose_name="rà soát",
                    ),
                ),
                (
                    "removal_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("died", "Đã mất"),
                            ("moved", "Chuyển đi nơi khác"),
                            ("no_need", "Không có nhu cầu khám"),
                            ("duplicate", "Trùng người"),
                            ("not_entitled", "Không còn thuộc diện"),
                            ("other", "Lý do khác"),
                        ],
                        default="",
                        max_length=15,
                        verbose_name="lý do đưa ra",
                    ),
                ),
                (
                    "removal_note",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="ghi rõ"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rà soát lúc"),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người rà soát",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "hospital"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="nơi khám",
                    ),
                ),
                (
                    "appointed_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày hẹn khám"),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="mời lúc")),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người mời",
                    ),
                ),
                (
                    "second_date",
                    models.DateField(blank=True, null=True, verbose_name="ngày hẹn lần hai"),
                ),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[("attended", "Đã khám"), ("absent", "Vắng mặt")],
                        default="",
                        max_length=10,
                        verbose_name="điểm danh",
                    ),
                ),
                (
                    "attended_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày đến khám"),
                ),
                (
                    "absence_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("busy", "Bận công tác"),
                            ("in_hospital", "Ốm, đang nằm viện"),
                            ("away", "Đi xa"),
                            ("unwilling", "Không muốn khám"),
                            ("not_invited", "Không nhận được giấy mời"),
                            ("elsewhere", "Đã khám ở nơi khác"),
                            ("other", "Lý do khác"),
                        ],
                        default="",
                        max_length=15,
                        verbose_name="lý do vắng",
                    ),
                ),
                (
                    "absence_note",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="ghi rõ lý do vắng"
                    ),
                ),
                (
                    "marked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="điểm danh lúc"),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người điểm danh",
                    ),
                ),
                (
                    "checkup",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_entry",
                        to="checkups.checkup",
                        verbose_name="lượt khám",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
            ],
            options={
                "verbose_name": "người trong danh sách khám",
                "ordering": ("round", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "cadre"),
                        name="one_roster_entry_a_round_and_person",
                        violation_error_message="Người này đã có trong danh sách của đợt khám.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("added_at__isnull", False), ("added_by__isnull", False)
                        ),
                        name="roster_entry_added_at_and_by",
                        violation_error_message="Phải có người và lúc đưa vào danh sách khám.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removal_note", ""), ("removal_reason", ""), ("standing", "kept")
                            ),
                            models.Q(
                                ("standing", "removed"),
                                models.Q(("removal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="roster_entry_removed_for_a_reason",
                        violation_error_message="Đưa người ra khỏi danh sách khám phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removal_reason", "other"), _negated=True),
                            models.Q(("removal_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roster_entry_other_removal_is_told",
                        violation_error_message="Lý do khác thì hãy ghi rõ lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("reviewed_at__isnull", False), ("reviewed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="roster_entry_reviewed_at_and_by",
                        violation_error_message="Rà soát phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appointed_on", None), ("facility__isnull", False), _connector="OR"
                        ),
                        name="roster_entry_appointed_somewhere",
                        violation_error_message="Ngày hẹn khám phải có nơi khám.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invited_at", None), ("invited_by", None)),
                            models.Q(("invited_at__isnull", False), ("invited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="roster_entry_invited_at_and_by",
                        violation_error_message="Giấy mời phải có người và lúc mời.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invited_at", None), ("appointed_on__isnull", False), _connector="OR"
                        ),
                        name="roster_entry_invited_to_a_day",
                        violation_error_message="Chỉ mời khi đã có ngày và nơi khám.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marked_at", None), ("marked_by", None)),
                            models.Q(("marked_at__isnull", False), ("marked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="roster_entry_marked_at_and_by",
                        violation_error_message="Điểm danh phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("absence_note", ""),
                                ("absence_reason", ""),
                                ("attendance", ""),
                                ("attended_on", None),
                            ),
                            models.Q(
                                ("absence_reason", ""),
                                ("attendance", "attended"),
                                ("attended_on__isnull", False),
                            ),
                            models.Q(
                                ("attendance", "absent"),
                                ("attended_on", None),
                                models.Q(("absence_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="roster_entry_attended_a_day_or_absent_for_a_reason",
                        violation_error_message="Người đã khám phải có ngày khám; người vắng mặt phải có lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attendance", ""), ("marked_at__isnull", False), _connector="OR"
                        ),
                        name="roster_entry_attendance_is_marked_by_somebody",
                        violation_error_message="Điểm danh phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attendance", ""), ("standing", "kept"), _connector="OR"
                        ),
                        name="roster_entry_marked_only_when_kept",
                        violation_error_message="Người đã đưa ra khỏi danh sách thì không điểm danh.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checkup", None), ("attendance", "attended"), _connector="OR"
                        ),
                        name="roster_entry_checkup_of_who_attended",
                        violation_error_message="Chỉ người đã khám mới có lượt khám.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["round", "unit"], name="roster_by_unit"),
                    models.Index(
                        fields=["round", "facility", "appointed_on"], name="roster_by_session"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_parts",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="hạn xác nhận")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xác nhận lúc"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xác nhận",
                    ),
                ),
                (
                    "stead_reason",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="lý do xác nhận thay"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
            ],
            options={
                "verbose_name": "phần danh sách của đơn vị",
                "ordering": ("round", "unit__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "unit"),
                        name="one_roster_part_a_round_and_unit",
                        violation_error_message="Đơn vị đã có phần trong danh sách của đợt khám.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="roster_part_confirmed_at_and_by",
                        violation_error_message="Xác nhận danh sách phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stead_reason", ""), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="roster_part_confirmed_in_stead",
                        violation_error_message="Lý do xác nhận thay chỉ ghi khi đã xác nhận.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health_result",
                        to="checkups.rosterentry",
                        verbose_name="người đã khám",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health_results",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "health_class",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Loại I"),
                            (2, "Loại II"),
                            (3, "Loại III"),
                            (4, "Loại IV"),
                            (5, "Loại V"),
                        ],
                        verbose_name="phân loại sức khỏe",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "phân loại sức khỏe",
                "ordering": ("entry",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("health_class__range", (1, 5))),
                        name="health_class_is_one_of_five",
                        violation_error_message="Phân loại sức khỏe chỉ gồm Loại I đến Loại V.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="health_result_recorded_at_and_by",
                        violation_error_message="Phân loại sức khỏe phải có người và lúc ghi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriticalIllness",
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
                        related_name="critical_illnesses",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                ("disease", models.CharField(max_length=200, verbose_name="bệnh hiểm nghèo")),
                ("diagnosed_on", models.DateField(verbose_name="ngày chẩn đoán")),
                ("facility_name", models.CharField(max_length=200, verbose_name="nơi chẩn đoán")),
            ],
            options={
                "verbose_name": "trường hợp mắc bệnh hiểm nghèo",
                "ordering": ("-diagnosed_on", "-id"),
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
                        name="criticalillness_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="criticalillness_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("cadre", "disease"),
                        name="one_grant_a_disease",
                        violation_error_message="Người này đã được ghi nhận bệnh này.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationPrint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitation_prints",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
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
                ("done", models.PositiveIntegerField(default=0, verbose_name="số giấy đã lập")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="số giấy phải lập")),
                (
                    "content",
                    config.encryption.EncryptedTextField(default="", verbose_name="bản PDF"),
                ),
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
                "verbose_name": "lượt in giấy mời",
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="invitation_print_made_at_and_by",
                        violation_error_message="Lượt in giấy mời phải có người và lúc yêu cầu.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="checkups.checkupround",
                        verbose_name="đợt khám",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("planned", "Đang lập kế hoạch"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang khám"),
                            ("closed", "Đã kết thúc"),
                        ],
                        max_length=10,
                        verbose_name="từ",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("planned", "Đang lập kế hoạch"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang khám"),
                            ("closed", "Đã kết thúc"),
                        ],
                        max_length=10,
                        verbose_name="sang",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="lúc")),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="họ tên lúc đó")),
                ("job_title", models.CharField(max_length=120, verbose_name="chức vụ lúc đó")),
                ("unit_name", models.CharField(max_length=200, verbose_name="đơn vị lúc đó")),
                ("note", models.TextField(blank=True, default="", verbose_name="lý do, kết quả")),
            ],
            options={
                "verbose_name": "bước của đợt khám",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="round_step_done_at_and_by",
                        violation_error_message="Bước của đợt khám phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action__in", ["reopen", "relist", "withdraw"]), _negated=True
                            ),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_sent_back_has_reason",
                        violation_error_message="Mở lại hoặc trả lại đợt khám phải ghi lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffAllowance",
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
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="claims.recipient",
                        verbose_name="người làm nhiệm vụ",
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("provincial_board", "Ban Bảo vệ, CSSK cán bộ tỉnh"),
                            ("professional_council", "Hội đồng chuyên môn"),
                            ("direct_staff", "Viên chức làm nhiệm vụ trực tiếp"),
                            ("district_board", "Ban Bảo vệ, CSSK cán bộ cấp huyện"),
                            ("doctors", "Bác sĩ khám sức khỏe định kỳ"),
                            ("nurses", "Nhân viên y tế khám sức khỏe định kỳ"),
                        ],
                        max_length=24,
                        verbose_name="nhiệm vụ",
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                ("months", models.PositiveSmallIntegerField(default=0, verbose_name="số tháng")),
                ("sessions", models.PositiveSmallIntegerField(default=0, verbose_name="số buổi")),
                ("decision", models.CharField(max_length=200, verbose_name="quyết định phân công")),
            ],
            options={
                "verbose_name": "phụ cấp người làm nhiệm vụ",
                "ordering": ("-begins_on", "-id"),
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
                        name="staffallowance_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="staffallowance_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="allowance_ends_after_it_begins",
                        violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("duty__in", ["doctors", "nurses"]),
                                ("months", 0),
                                ("sessions__gt", 0),
                            ),
                            models.Q(
                                models.Q(("duty__in", ["doctors", "nurses"]), _negated=True),
                                ("months__gt", 0),
                                ("sessions", 0),
                            ),
                            _connector="OR",
                        ),
                        name="allowance_in_months_or_sessions",
                        violation_error_message="Người khám sức khỏe hưởng theo buổi; nhiệm vụ khác hưởng theo tháng.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        expressions=[
                            (
                                models.Func(
                                    "recipient",
                                    "recipient",
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "begins_on", "ends_on", models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="allowances_do_not_overlap",
                        violation_error_message="Người này đã có phụ cấp trong khoảng thời gian đó.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HospitalStay",
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
                        related_name="hospital_stays",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        limit_choices_to={"kind": "hospital"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="nơi điều trị",
                    ),
                ),
                ("admitted_on", models.DateField(verbose_name="vào viện")),
                ("discharged_on", models.DateField(verbose_name="ra viện")),
                (
                    "diagnosis",
                    config.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="chẩn đoán"
                    ),
                ),
                (
                    "visited_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày thăm hỏi"),
                ),
                (
                    "fee_cost",
                    models.BigIntegerField(
                        default=0, verbose_name="viện phí đề nghị hỗ trợ (đồng)"
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt điều trị nội trú",
                "ordering": ("-admitted_on", "-id"),
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
                        name="hospitalstay_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="hospitalstay_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discharged_on__gte", models.F("admitted_on"))),
                        name="stay_ends_after_it_begins",
                        violation_error_message="Ngày ra viện phải từ ngày vào viện trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("visited_on", None),
                            models.Q(
                                ("visited_on__gte", models.F("admitted_on")),
                                ("visited_on__lte", models.F("discharged_on")),
                            ),
                            _connector="OR",
                        ),
                        name="stay_visited_while_inside",
                        violation_error_message="Ngày thăm hỏi phải trong thời gian nằm viện.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee_cost__gte", 0)),
                        name="stay_fee_is_not_negative",
                        violation_error_message="Viện phí không được âm.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        expressions=[
                            (
                                models.Func(
                                    "cadre", "cadre", models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "admitted_on",
                                    "discharged_on",
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="stays_do_not_overlap",
                        violation_error_message="Người này đã có một đợt nằm viện trùng ngày. Nếu chuyển viện trong ngày, hãy ghi ngày vào của đợt sau là ngày hôm sau.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="checkupround",
            name="facilities",
            field=models.ManyToManyField(
                related_name="checkup_rounds",
                through="checkups.RoundFacility",
                to="accounts.unit",
                verbose_name="cơ sở khám",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadrewithhealthdata",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_while_examinations_tell",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."records_are_secret" AND NOT OLD."records_are_secret")',
                    func="IF EXISTS (SELECT 1 FROM checkups_healthresult h WHERE h.cadre_id = NEW.id) OR EXISTS (SELECT 1 FROM checkups_hospitalstay h WHERE h.cadre_id = NEW.id AND octet_length(h.diagnosis) > 28) OR EXISTS (SELECT 1 FROM checkups_criticalillness h WHERE h.cadre_id = NEW.id AND h.cancelled_at IS NULL) OR EXISTS (SELECT 1 FROM checkups_drugsupply h WHERE h.cadre_id = NEW.id AND h.cancelled_at IS NULL) OR EXISTS (SELECT 1 FROM checkups_rosterentry h WHERE h.cadre_id = NEW.id AND h.absence_reason = 'in_hospital') THEN RAISE EXCEPTION 'Còn dữ liệu sức khỏe của người này trong phần mềm; phải xóa trước khi đánh dấu hồ sơ là bí mật nhà nước.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="f38538a726946fde8809ef91a21cc10b7d9055c7",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_while_examinations_tell_042a7",
                    table="beneficiaries_cadre",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkup",
            trigger=pgtrigger.compiler.Trigger(
                name="checkup_recorded_in_no_closed_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM checkups_checkupround r WHERE r.id IN (SELECT n.round_id FROM new_rows n) FOR SHARE; IF EXISTS (SELECT 1 FROM checkups_checkupround r WHERE r.id IN (SELECT n.round_id FROM new_rows n) AND r.state = 'closed') THEN RAISE EXCEPTION 'Đợt khám đã kết thúc, không ghi thêm lượt khám được.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="3517a60191debe4ad06cc9c01e02b43f0f21924a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_checkup_recorded_in_no_closed_round_89aa5",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_checkup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkup",
            trigger=pgtrigger.compiler.Trigger(
                name="checkup_changed_in_no_closed_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM 1 FROM checkups_checkupround r WHERE r.id IN (SELECT n.round_id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE (o.round_id, o.cadre_id, o.facility_id, o.examined_on, o.cost) IS DISTINCT FROM (n.round_id, n.cadre_id, n.facility_id, n.examined_on, n.cost)) FOR SHARE; IF EXISTS (SELECT 1 FROM checkups_checkupround r WHERE r.id IN (SELECT n.round_id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE (o.round_id, o.cadre_id, o.facility_id, o.examined_on, o.cost) IS DISTINCT FROM (n.round_id, n.cadre_id, n.facility_id, n.examined_on, n.cost)) AND r.state = 'closed') THEN RAISE EXCEPTION 'Đợt khám đã kết thúc, không ghi thêm lượt khám được.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="0bc8e6a3f3518a4f2df94182634a2426302f9d4e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_checkup_changed_in_no_closed_round_3b211",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="checkups_checkup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criticalillness",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_inserted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (n.cancelled_at IS NULL)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi bệnh hiểm nghèo vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="8c764ff694e91ebbce027f4f87c05c13789e9093",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_no_secret_health_data_inserted_a0693",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_criticalillness",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criticalillness",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (n.cancelled_at IS NULL)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi bệnh hiểm nghèo vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="3bac5b8422d16616877210911e444e56544a5e7d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_health_data_updated_b3e0a",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_criticalillness",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drugsupply",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_inserted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (n.cancelled_at IS NULL)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi thuốc được cấp vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="5d4f03e44678b2ddc38191fb62f3e9023a1dccae",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_no_secret_health_data_inserted_5e23a",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_drugsupply",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drugsupply",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (n.cancelled_at IS NULL)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi thuốc được cấp vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="303e833ca8205c7d67032cc8b1ad5b7338ab3273",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_health_data_updated_02038",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_drugsupply",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalstay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_inserted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (octet_length(n.diagnosis) > 28)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi chẩn đoán vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="63a65c66066224dc94045b9c084d7352e0929b47",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_no_secret_health_data_inserted_bf989",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_hospitalstay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hospitalstay",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (octet_length(n.diagnosis) > 28)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi chẩn đoán vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="e7779c323619ff19287f8b962791466ad57274e0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_health_data_updated_d2c94",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_hospitalstay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_of_an_open_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE its_state TEXT;",
                    func="\nSELECT r.state INTO its_state FROM checkups_checkupround r\n    WHERE r.id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\nIF its_state = 'closed' AND NOT (TG_OP = 'UPDATE' AND OLD.absence_reason = 'in_hospital'\n    AND NEW.absence_reason = 'other'\n    AND to_jsonb(NEW) - ARRAY['absence_reason', 'absence_note', 'version']\n    = to_jsonb(OLD) - ARRAY['absence_reason', 'absence_note', 'version']) THEN\n    RAISE EXCEPTION 'Đợt khám đã kết thúc, không sửa danh sách khám được.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="1138fc9649b98bd158a89480ef328e649442191a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_roster_of_an_open_round_c3d66",
                    table="checkups_rosterentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_entry_added_at_a_place_of_its_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n WHERE n.facility_id IS NOT NULL AND EXISTS (SELECT 1 FROM checkups_roundfacility f WHERE f.round_id = n.round_id) AND NOT EXISTS (SELECT 1 FROM checkups_roundfacility f WHERE f.round_id = n.round_id AND f.facility_id = n.facility_id)) THEN RAISE EXCEPTION 'Nơi khám phải là một cơ sở khám của đợt khám.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="5009372fc7104e7da56b45261730841a571aa14f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_roster_entry_added_at_a_place_of_its_round_f4c19",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_rosterentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_entry_changed_at_a_place_of_its_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id AND (o.facility_id, o.round_id) IS DISTINCT FROM (n.facility_id, n.round_id) WHERE n.facility_id IS NOT NULL AND EXISTS (SELECT 1 FROM checkups_roundfacility f WHERE f.round_id = n.round_id) AND NOT EXISTS (SELECT 1 FROM checkups_roundfacility f WHERE f.round_id = n.round_id AND f.facility_id = n.facility_id)) THEN RAISE EXCEPTION 'Nơi khám phải là một cơ sở khám của đợt khám.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="72b9fecd7c4d4c0e49ed7b06119ccd723ada7447",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_roster_entry_changed_at_a_place_of_its_round_3bb59",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="checkups_rosterentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterentry",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_entry_within_its_days",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE first_day DATE; last_day DATE;",
                    func="\nSELECT r.begins_on, r.ends_on INTO first_day, last_day\n    FROM checkups_checkupround r WHERE r.id = NEW.round_id;\nIF NEW.attended_on IS NOT NULL AND NEW.attended_on IS DISTINCT FROM NEW.second_date\n    AND NEW.attended_on NOT BETWEEN first_day AND last_day THEN\n    RAISE EXCEPTION 'Ngày khám phải trong thời gian của đợt khám hoặc đúng ngày hẹn lần hai.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.appointed_on NOT BETWEEN first_day AND last_day THEN\n    RAISE EXCEPTION 'Ngày hẹn khám phải trong thời gian của đợt khám.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.second_date < first_day THEN\n    RAISE EXCEPTION 'Ngày hẹn lần hai phải từ ngày đầu của đợt khám trở đi.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="c644be6227069731e53a4d5db2bbf0141c62d37a",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_roster_entry_within_its_days_aa7d8",
                    table="checkups_rosterentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="healthresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_inserted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (TRUE)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi phân loại sức khỏe vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="1cd56d72e17dad535e2e69608ba7aa93b7b2386b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_no_secret_health_data_inserted_b4803",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_healthresult",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="healthresult",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_health_data_updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN beneficiaries_cadre c ON c.id = n.cadre_id WHERE c.records_are_secret AND (TRUE)) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi phân loại sức khỏe vào phần mềm; hãy lưu hồ sơ giấy theo quy định.' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;",
                    hash="cc11d1ba26e156f9e93aa7574347d2faa6c369f6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_health_data_updated_cdf98",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="checkups_healthresult",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="healthresult",
            trigger=pgtrigger.compiler.Trigger(
                name="health_result_of_who_was_examined",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF NOT EXISTS (SELECT 1 FROM checkups_rosterentry e WHERE e.id = NEW.entry_id AND e.cadre_id = NEW.cadre_id AND e.attendance = 'attended') THEN RAISE EXCEPTION 'Chỉ ghi phân loại sức khỏe cho người đã khám.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="5743b6aff4c15f783aacbfa6590119b849ea2b5e",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_health_result_of_who_was_examined_e38af",
                    table="checkups_healthresult",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rosterpart",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_part_of_an_open_round",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE its_state TEXT;",
                    func="\nSELECT r.state INTO its_state FROM checkups_checkupround r\n    WHERE r.id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\nIF its_state = 'closed' THEN\n    RAISE EXCEPTION 'Đợt khám đã kết thúc, không sửa danh sách khám được.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n",
                    hash="c694862d4478138ec5881b9047ed246737f5a2a9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_roster_part_of_an_open_round_ef15a",
                    table="checkups_rosterpart",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundfacility",
            trigger=pgtrigger.compiler.Trigger(
                name="round_facility_in_use_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM checkups_rosterentry e WHERE e.round_id = OLD.round_id AND e.facility_id = OLD.facility_id) THEN RAISE EXCEPTION 'Đã có người hẹn khám tại cơ sở này; hãy xếp lại lịch trước.' USING ERRCODE = 'restrict_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="3a6f8cc83e0409ac922e599fd4f52e4f37d3a0cd",
                    operation='DELETE OR UPDATE OF "facility_id"',
                    pgid="pgtrigger_round_facility_in_use_stays_4d67c",
                    table="checkups_roundfacility",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkupround",
            trigger=pgtrigger.compiler.Trigger(
                name="round_step_by_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func="\nIF (OLD.state, NEW.state) NOT IN (\n    ('planned', 'listing'), ('planned', 'running'), ('listing', 'planned'),\n    ('listing', 'agreed'), ('agreed', 'listing'), ('agreed', 'running'),\n    ('running', 'closed'), ('closed', 'running')\n) THEN\n    RAISE EXCEPTION 'Đợt khám không chuyển từ % sang % được.', OLD.state, NEW.state\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="231715640bc5c4b1cc7d3304c8d9558a827bb563",
                    operation="UPDATE",
                    pgid="pgtrigger_round_step_by_step_7d8ca",
                    table="checkups_checkupround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkupround",
            trigger=pgtrigger.compiler.Trigger(
                name="round_is_agreed_in_a_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state") AND NEW."state" = \'agreed\')',
                    func="\nIF (SELECT s.action FROM checkups_roundstep s WHERE s.round_id = NEW.id ORDER BY s.id DESC LIMIT 1)\n    IS DISTINCT FROM 'agree' THEN\n    RAISE EXCEPTION 'Danh sách khám chỉ được thống nhất bằng một bước có người thống nhất.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="8372424bb85fe0c5ae21a8d61b60a76e99e7a5ca",
                    operation="UPDATE",
                    pgid="pgtrigger_round_is_agreed_in_a_step_0fb11",
                    table="checkups_checkupround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkupround",
            trigger=pgtrigger.compiler.Trigger(
                name="estimate_of_an_event_is_only_raised",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"kind\" = 'event_checkup')",
                    func="\nIF OLD.estimate IS NOT NULL AND OLD.state <> 'planned'\n        AND NEW.estimate IS DISTINCT FROM OLD.estimate\n    OR NEW.raised_estimate < OLD.raised_estimate\n    OR OLD.raised_estimate IS NOT NULL AND NEW.raised_estimate IS NULL THEN\n    RAISE EXCEPTION 'Dự toán của đợt khám sự kiện chỉ được nâng, theo quyết định của cấp trên.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="36b54c7617538cd52ed2500e567067f370803a33",
                    operation="UPDATE",
                    pgid="pgtrigger_estimate_of_an_event_is_only_raised_c0f2a",
                    table="checkups_checkupround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkupround",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_round_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.state = 'closed' AND NEW.state = 'closed' AND to_jsonb(OLD) <> to_jsonb(NEW) THEN\n    RAISE EXCEPTION 'Đợt khám đã kết thúc, không sửa được.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="8adee3e6085f47628779d10d61e4a19f8bd0a3bf",
                    operation="UPDATE",
                    pgid="pgtrigger_closed_round_is_fixed_52a33",
                    table="checkups_checkupround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundstep",
            trigger=pgtrigger.compiler.Trigger(
                name="round_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="24e576d7b76f35e3b4d00d15dfa88dbd4f3351bb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_round_step_is_append_only_5bb77",
                    table="checkups_roundstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundstep",
            trigger=pgtrigger.compiler.Trigger(
                name="round_list_is_agreed_by_another",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"action\" = 'agree')",
                    func="\nIF EXISTS (SELECT 1 FROM checkups_roundstep s WHERE s.round_id = NEW.round_id\n    AND s.done_by_id = NEW.done_by_id AND s.action IN ('propose', 'stead')) THEN\n    RAISE EXCEPTION 'Người lập hoặc xác nhận thay danh sách không tự thống nhất danh sách.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="a913d918146a672d9565a58893519be6315d26c2",
                    operation="INSERT",
                    pgid="pgtrigger_round_list_is_agreed_by_another_8a8a2",
                    table="checkups_roundstep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
