import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.encryption
import convalescence.models.plan


class Migration(migrations.Migration):
    replaces = [
        ("convalescence", "0001_initial"),
        ("convalescence", "0002_who_runs_it"),
        ("convalescence", "0003_trips_have_a_life"),
        ("convalescence", "0004_the_year_plan"),
        ("convalescence", "0005_seats_of_a_plan"),
        ("convalescence", "0006_agreed_by_another"),
        ("convalescence", "0007_trips_may_be_cancelled"),
        ("convalescence", "0008_places_are_counted_once_a_statement"),
        ("convalescence", "0009_price_of_a_package"),
        ("convalescence", "0010_cycles_from_a_year"),
        ("convalescence", "0011_rooms_follow_a_corrected_sex"),
        ("convalescence", "0012_papers_are_encrypted"),
        ("convalescence", "0013_no_secret_while_fitness_is_told"),
        ("convalescence", "0014_rooms_wait_for_the_trip_alone"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("beneficiaries", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeConvalescence",
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
                        related_name="home_convalescences",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("requested_on", models.DateField(verbose_name="ngày đề nghị")),
                (
                    "run_by",
                    models.CharField(
                        choices=[
                            ("province_run", "Tỉnh tổ chức"),
                            ("district_run", "Giao cấp huyện tổ chức"),
                        ],
                        default="province_run",
                        max_length=20,
                        verbose_name="cấp tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "điều dưỡng tại nhà",
                "ordering": ("-requested_on", "-id"),
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
                        name="homeconvalescence_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="homeconvalescence_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("cadre", "year"),
                        name="one_home_convalescence_a_year",
                        violation_error_message="Người này đã điều dưỡng tại nhà trong năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("requested_on__year", models.F("year"))),
                        name="home_convalescence_is_of_its_year",
                        violation_error_message="Ngày đề nghị phải thuộc năm điều dưỡng.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearPlan",
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
                        related_name="year_plans",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("number", models.CharField(max_length=60, verbose_name="số kế hoạch")),
                ("dated_on", models.DateField(verbose_name="ngày kế hoạch")),
                (
                    "file_name",
                    models.CharField(
                        blank=True, default="", max_length=255, verbose_name="tệp kế hoạch"
                    ),
                ),
                (
                    "file",
                    config.encryption.EncryptedTextField(
                        blank=True, default=None, null=True, verbose_name="nội dung tệp"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang lập"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang thực hiện"),
                            ("closed", "Đã kết thúc"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "ordering",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("waiting", "Chờ lâu hơn trước"),
                                ("age", "Cao tuổi hơn trước"),
                                ("service", "Huy hiệu Đảng cao hơn trước"),
                                ("group", "Theo thứ tự đối tượng của văn bản"),
                            ],
                            max_length=10,
                        ),
                        default=convalescence.models.plan.usual_ordering,
                        verbose_name="thứ tự ưu tiên",
                    ),
                ),
                (
                    "confirm_by",
                    models.DateField(blank=True, null=True, verbose_name="hạn đơn vị xác nhận"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập danh sách",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="lập danh sách lúc"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thống nhất danh sách",
                    ),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="thống nhất lúc"),
                ),
            ],
            options={
                "verbose_name": "kế hoạch điều dưỡng",
                "ordering": ("-year", "resolution"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "year"),
                        name="one_plan_a_resolution_and_year",
                        violation_error_message="Văn bản này đã có kế hoạch điều dưỡng của năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ordering__len__gt", 0)),
                        name="plan_orders_by_something",
                        violation_error_message="Hãy chọn ít nhất một tiêu chí xếp thứ tự.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("file_name", "")),
                            models.Q(
                                ("file__isnull", False), models.Q(("file_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="plan_file_has_a_name",
                        violation_error_message="Tệp kế hoạch phải có tên.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="plan_made_at_and_by",
                        violation_error_message="Kế hoạch phải có người và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("confirm_by__isnull", False), _connector="OR"
                        ),
                        name="listed_plan_has_a_deadline",
                        violation_error_message="Gửi đơn vị rà soát phải có hạn xác nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposed_at", None), ("proposed_by", None)),
                            models.Q(
                                ("proposed_at__isnull", False), ("proposed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plan_proposed_at_and_by",
                        violation_error_message="Danh sách đã lập phải có người và lúc lập.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_at", None),
                                ("agreed_by", None),
                                ("state__in", ["draft", "listing"]),
                            ),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                                ("state__in", ["agreed", "running", "closed"]),
                            ),
                            _connector="OR",
                        ),
                        name="plan_agreed_at_and_by",
                        violation_error_message="Danh sách đã thống nhất phải có người và lúc thống nhất.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_is_agreed_by_another",
                        violation_error_message="Người lập danh sách không tự thống nhất danh sách đó; hãy để người khác có quyền thống nhất xem và quyết định.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
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
                        related_name="trips",
                        to="policies.resolution",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trips",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch năm",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"),
                            ("convalescence_out_of_province", "Ngoài tỉnh"),
                            ("convalescence_group", "Điều dưỡng tập trung"),
                        ],
                        max_length=30,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "run_by",
                    models.CharField(
                        choices=[
                            ("province_run", "Tỉnh tổ chức"),
                            ("district_run", "Giao cấp huyện tổ chức"),
                        ],
                        default="province_run",
                        max_length=20,
                        verbose_name="cấp tổ chức",
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã đoàn")),
                ("place", models.CharField(max_length=200, verbose_name="nơi điều dưỡng")),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                ("quota", models.PositiveSmallIntegerField(verbose_name="chỉ tiêu (người)")),
                (
                    "plan_document",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="kế hoạch"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Đang lập kế hoạch"),
                            ("open", "Đang nhận danh sách"),
                            ("away", "Đang đi"),
                            ("closed", "Đã kết thúc"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "convalescence_centre"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="cơ sở điều dưỡng",
                    ),
                ),
                (
                    "contract_number",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="số hợp đồng"
                    ),
                ),
                (
                    "contract_date",
                    models.DateField(blank=True, null=True, verbose_name="ngày ký hợp đồng"),
                ),
                (
                    "day_price",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="giá một người một ngày (đồng)"
                    ),
                ),
                (
                    "package_price",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="giá trọn gói một người (đồng)"
                    ),
                ),
                ("vehicles", models.TextField(blank=True, default="", verbose_name="xe")),
                (
                    "room_size",
                    models.PositiveSmallIntegerField(default=2, verbose_name="số người một phòng"),
                ),
                (
                    "settling_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="bắt đầu lập hồ sơ lúc"
                    ),
                ),
                (
                    "settling_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người kết thúc đoàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "đoàn điều dưỡng",
                "ordering": ("-begins_on", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day_price", None), ("day_price__gt", 0), _connector="OR"
                        ),
                        name="trip_day_price_is_positive",
                        violation_error_message="Giá một người một ngày phải lớn hơn 0 đồng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("package_price", None), ("package_price__gt", 0), _connector="OR"
                        ),
                        name="trip_package_price_is_positive",
                        violation_error_message="Giá trọn gói một người phải lớn hơn 0 đồng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("package_price", None), ("day_price", None), _connector="OR"
                        ),
                        name="trip_has_one_price",
                        violation_error_message="Hợp đồng chỉ ghi một loại giá: giá một ngày hoặc giá trọn gói.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("room_size__gt", 0)),
                        name="trip_rooms_hold_people",
                        violation_error_message="Mỗi phòng phải ở được ít nhất một người.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_date", None),
                            models.Q(("contract_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trip_contract_date_has_number",
                        violation_error_message="Có ngày ký thì phải ghi số hợp đồng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settling_at", None), ("settling_by", None)),
                            models.Q(
                                ("settling_at__isnull", False), ("settling_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="trip_settling_at_and_by",
                        violation_error_message="Kết thúc đoàn phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="trip_ends_after_it_begins",
                        violation_error_message="Ngày về phải từ ngày đi trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota__gt", 0)),
                        name="trip_has_places",
                        violation_error_message="Chỉ tiêu phải lớn hơn 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
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
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="convalescence.trip",
                        verbose_name="đoàn",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trip_participations",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="số ngày")),
            ],
            options={
                "verbose_name": "người đi điều dưỡng",
                "ordering": ("trip", "cadre__sort_name"),
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
                        name="participation_cancelled_at_and_by",
                        violation_error_message="Sự việc bị hủy phải có người và lúc hủy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                        ),
                        name="participation_recorded_at_and_by",
                        violation_error_message="Sự việc phải có người và lúc nhập.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("trip", "cadre"),
                        name="one_place_a_person_and_trip",
                        violation_error_message="Người này đã có trong đoàn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gt", 0)),
                        name="participation_has_days",
                        violation_error_message="Số ngày phải lớn hơn 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Đang lập"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang thực hiện"),
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
                            ("draft", "Đang lập"),
                            ("listing", "Đơn vị rà soát danh sách"),
                            ("agreed", "Đã thống nhất danh sách"),
                            ("running", "Đang thực hiện"),
                            ("closed", "Đã kết thúc"),
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
                    models.TextField(blank=True, default="", verbose_name="lý do, nội dung"),
                ),
            ],
            options={
                "verbose_name": "bước của kế hoạch điều dưỡng",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="plan_step_done_at_and_by",
                        violation_error_message="Bước của kế hoạch phải có người và lúc làm.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("convalescence_out_of_province", "Ngoài tỉnh"),
                            ("convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"),
                            ("convalescence_group", "Điều dưỡng tập trung"),
                            ("convalescence_home", "Tại nhà"),
                        ],
                        max_length=30,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="để trống: chung toàn tỉnh",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="xã, phường, đơn vị",
                    ),
                ),
                (
                    "run_by",
                    models.CharField(
                        choices=[
                            ("province_run", "Tỉnh tổ chức"),
                            ("district_run", "Giao cấp huyện tổ chức"),
                        ],
                        default="province_run",
                        max_length=20,
                        verbose_name="cấp tổ chức",
                    ),
                ),
                (
                    "delegate",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="đơn vị được giao"
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="chỉ tiêu (người)")),
                ("amount", models.BigIntegerField(verbose_name="kinh phí (đồng)")),
                ("begins_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="số ngày một đợt"
                    ),
                ),
            ],
            options={
                "verbose_name": "chỉ tiêu điều dưỡng",
                "ordering": ("plan", "run_by", "delegate", "form", "unit", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "form", "unit", "run_by", "delegate"),
                        name="one_quota_of_a_kind",
                        nulls_distinct=False,
                        violation_error_message="Kế hoạch đã có chỉ tiêu của hình thức, đơn vị và nơi tổ chức này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gt", 0)),
                        name="quota_has_people",
                        violation_error_message="Chỉ tiêu phải lớn hơn 0 người.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)),
                        name="quota_amount_is_not_negative",
                        violation_error_message="Kinh phí không được âm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="quota_ends_after_it_begins",
                        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegate", ""), ("run_by", "province_run")),
                            models.Q(
                                ("run_by", "district_run"),
                                models.Q(("delegate", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delegated_quota_names_the_body",
                        violation_error_message="Phần giao cấp khác phải ghi đơn vị được giao; phần của tỉnh thì không.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days", None), ("form", "convalescence_home")),
                            models.Q(("form", "convalescence_home"), _negated=True),
                            _connector="OR",
                        ),
                        name="home_quota_has_no_days",
                        violation_error_message="Điều dưỡng tại nhà không tính theo ngày.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
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
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="đơn vị rà soát",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="lần gần nhất (năm)"
                    ),
                ),
                ("waiting_years", models.PositiveSmallIntegerField(verbose_name="số năm chờ")),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, verbose_name="lý do"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("chosen", "Được chọn"),
                            ("waiting", "Chờ đến lượt"),
                            ("declined", "Không đi"),
                            ("replaced", "Đã có người thay"),
                            ("removed", "Đưa khỏi danh sách"),
                        ],
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("convalescence_out_of_province", "Ngoài tỉnh"),
                            ("convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"),
                            ("convalescence_group", "Điều dưỡng tập trung"),
                            ("convalescence_home", "Tại nhà"),
                        ],
                        default="",
                        max_length=30,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="convalescence.quota",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0, verbose_name="dự kiến (đồng)")),
                (
                    "wished",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("convalescence_out_of_province", "Ngoài tỉnh"),
                            ("convalescence_centre", "Tại cơ sở điều dưỡng trong tỉnh"),
                            ("convalescence_group", "Điều dưỡng tập trung"),
                            ("convalescence_home", "Tại nhà"),
                        ],
                        default="",
                        max_length=30,
                        verbose_name="nguyện vọng",
                    ),
                ),
                (
                    "wished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ghi nguyện vọng lúc"),
                ),
                (
                    "wished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi nguyện vọng",
                    ),
                ),
                (
                    "fitness",
                    models.CharField(
                        choices=[
                            ("unknown", "Chưa rõ"),
                            ("fit", "Đủ sức khỏe đi đoàn"),
                            ("unfit", "Không đủ sức khỏe đi đoàn"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="sức khỏe đi đoàn",
                    ),
                ),
                (
                    "fitness_told_by",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="ai kết luận"
                    ),
                ),
                (
                    "fitness_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày kết luận"),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="convalescence.candidate",
                        verbose_name="thay cho",
                    ),
                ),
                ("is_due", models.BooleanField(default=True, verbose_name="đến lượt")),
                (
                    "exception",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="quyết định cho đi khi chưa đến lượt",
                    ),
                ),
                (
                    "home",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate",
                        to="convalescence.homeconvalescence",
                        verbose_name="điều dưỡng tại nhà",
                    ),
                ),
                (
                    "last_step",
                    models.BigIntegerField(default=0, editable=False, verbose_name="bước gần nhất"),
                ),
            ],
            options={
                "verbose_name": "người trong danh sách điều dưỡng",
                "ordering": ("plan", "position", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "cadre"),
                        name="one_candidate_a_plan_and_person",
                        violation_error_message="Người này đã có trong danh sách của kế hoạch.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("quota__isnull", False),
                                ("standing", "chosen"),
                                models.Q(("form", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("standing", "chosen"), _negated=True), ("quota", None)
                            ),
                            _connector="OR",
                        ),
                        name="chosen_candidate_has_a_quota",
                        violation_error_message="Người được chọn phải có hình thức và chỉ tiêu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_due", True),
                            models.Q(("exception", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="candidate_before_his_turn_needs_a_decision",
                        violation_error_message="Người chưa đến lượt chỉ được đi theo quyết định ghi rõ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None),
                            models.Q(("replaces", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_replaces_himself",
                        violation_error_message="Không ai thay cho chính mình.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fitness", "unfit"), ("standing", "chosen"), _negated=True),
                            ("form", "convalescence_home"),
                            _connector="OR",
                        ),
                        name="unfit_candidate_stays_at_home",
                        violation_error_message="Người không đủ sức khỏe đi đoàn chỉ điều dưỡng tại nhà.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fitness", "unknown"),
                                ("fitness_on", None),
                                ("fitness_told_by", ""),
                            ),
                            models.Q(
                                models.Q(("fitness", "unknown"), _negated=True),
                                ("fitness_on__isnull", False),
                                models.Q(("fitness_told_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fitness_says_who_and_when",
                        violation_error_message="Kết luận sức khỏe phải ghi ai kết luận và ngày nào.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wished", ""), ("wished_at", None), ("wished_by", None)),
                            models.Q(
                                models.Q(("wished", ""), _negated=True),
                                ("wished_at__isnull", False),
                                ("wished_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_wished_at_and_by",
                        violation_error_message="Nguyện vọng phải có người và lúc ghi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("home", None),
                            models.Q(("form", "convalescence_home"), ("standing", "chosen")),
                            _connector="OR",
                        ),
                        name="home_claim_is_of_one_who_stays_at_home",
                        violation_error_message="Đã lập hồ sơ điều dưỡng tại nhà: hủy hồ sơ trước khi đổi.",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["plan", "standing", "position"], name="candidate_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="convalescence.candidate",
                        verbose_name="người trong danh sách",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("wish", "Ghi nguyện vọng"),
                            ("fitness", "Ghi kết luận sức khỏe"),
                            ("choose", "Xếp vào chỉ tiêu còn trống"),
                            ("home", "Chuyển sang tại nhà"),
                            ("decline", "Không đi"),
                            ("remove", "Đưa khỏi danh sách"),
                            ("replaced", "Có người thay"),
                            ("replace", "Vào thay"),
                            ("admit", "Cho đi khi chưa đến lượt"),
                            ("trip_off", "Đoàn bị hủy"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("words", models.TextField(verbose_name="thay đổi")),
                ("reason", models.TextField(blank=True, default="", verbose_name="lý do")),
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
            ],
            options={
                "verbose_name": "thay đổi trong danh sách điều dưỡng",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="candidate_step_done_at_and_by",
                        violation_error_message="Thay đổi phải có người và lúc làm.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="convalescence.trip",
                        verbose_name="đoàn",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trip_seats",
                        to="beneficiaries.cadre",
                        verbose_name="cán bộ",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="convalescence.candidate",
                        verbose_name="trong kế hoạch",
                    ),
                ),
                ("begins_on", models.DateField(editable=False, verbose_name="từ ngày")),
                ("ends_on", models.DateField(editable=False, verbose_name="đến ngày")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="convalescence.seat",
                        verbose_name="đi thay cho",
                    ),
                ),
                (
                    "room",
                    models.CharField(blank=True, default="", max_length=10, verbose_name="phòng"),
                ),
                (
                    "as_couple",
                    models.BooleanField(default=False, verbose_name="ở cùng vợ hoặc chồng"),
                ),
                (
                    "room_note",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=200,
                        verbose_name="vì sao mất phòng",
                    ),
                ),
                (
                    "vehicle",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="xe số"),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="về sớm ngày")),
                (
                    "left_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("health", "Ốm, phải về hoặc vào viện"),
                            ("family", "Việc gia đình"),
                            ("work", "Việc cơ quan"),
                            ("other", "Lý do khác"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="lý do về sớm",
                    ),
                ),
                (
                    "left_note",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="ghi chú về sớm"
                    ),
                ),
                (
                    "given_up_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="rút lúc"
                    ),
                ),
                (
                    "given_up_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi rút",
                    ),
                ),
                (
                    "given_up_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("health", "Không đủ sức khỏe"),
                            ("busy", "Bận việc"),
                            ("home", "Chuyển sang điều dưỡng tại nhà"),
                            ("no_show", "Không đến"),
                            ("death", "Từ trần"),
                            ("mistake", "Ghi nhầm người"),
                            ("other", "Lý do khác"),
                            ("cancelled", "Đoàn bị hủy"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="lý do rút",
                    ),
                ),
                (
                    "given_up_note",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="ghi chú khi rút"
                    ),
                ),
                (
                    "participation",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat",
                        to="convalescence.participation",
                        verbose_name="lượt đi đã ghi",
                    ),
                ),
                (
                    "refusal",
                    models.TextField(
                        blank=True, default="", editable=False, verbose_name="lý do chưa lập hồ sơ"
                    ),
                ),
                ("taken_at", models.DateTimeField(editable=False, verbose_name="ghi lúc")),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỗ trong đoàn điều dưỡng",
                "ordering": ("trip", "cadre__sort_name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_up_at", None)),
                        fields=("trip", "cadre"),
                        name="one_seat_a_person_and_trip",
                        violation_error_message="Người này đã có tên trong đoàn.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("given_up_at", None)),
                        expressions=[
                            (
                                models.Func(
                                    "cadre", "cadre", models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    "begins_on",
                                    django.db.models.functions.comparison.Coalesce(
                                        "left_on", "ends_on"
                                    ),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="nobody_on_two_trips_at_once",
                        violation_error_message="Người này đang có tên trong một đoàn khác trùng ngày; hãy rút tên ở đoàn kia trước.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_on", None), ("left_reason", "")),
                            models.Q(
                                ("left_on__gte", models.F("begins_on")),
                                ("left_on__lte", models.F("ends_on")),
                                models.Q(("left_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seat_left_early_has_reason",
                        violation_error_message="Về sớm phải ghi ngày về (trong thời gian của đoàn) và lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_up_at", None),
                                ("given_up_by", None),
                                ("given_up_reason", ""),
                            ),
                            models.Q(
                                ("given_up_at__isnull", False),
                                ("given_up_by__isnull", False),
                                models.Q(("given_up_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seat_given_up_at_and_by",
                        violation_error_message="Rút tên phải có người ghi, lúc ghi và lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at__isnull", False), ("taken_by__isnull", False)
                        ),
                        name="seat_taken_at_and_by",
                        violation_error_message="Ghi tên vào đoàn phải có người và lúc ghi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sleeper",
            fields=[],
            options={
                "verbose_name": "người ở phòng",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("beneficiaries.cadre",),
        ),
        migrations.CreateModel(
            name="Companion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="companions",
                        to="convalescence.trip",
                        verbose_name="đoàn",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("medic", "Nhân viên y tế theo đoàn"),
                            ("leader", "Cán bộ đưa đoàn"),
                            ("relative", "Người nhà đi cùng"),
                        ],
                        max_length=10,
                        verbose_name="đi với tư cách",
                    ),
                ),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                (
                    "sex",
                    models.CharField(
                        choices=[("male", "Nam"), ("female", "Nữ")],
                        max_length=6,
                        verbose_name="giới tính",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="điện thoại"
                    ),
                ),
                (
                    "beside",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="companions",
                        to="convalescence.seat",
                        verbose_name="đi cùng",
                    ),
                ),
                (
                    "room",
                    models.CharField(blank=True, default="", max_length=10, verbose_name="phòng"),
                ),
                (
                    "as_couple",
                    models.BooleanField(default=False, verbose_name="ở cùng vợ hoặc chồng"),
                ),
                (
                    "vehicle",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="xe số"),
                ),
            ],
            options={
                "verbose_name": "người đi cùng đoàn",
                "ordering": ("trip", "role", "full_name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cycles",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
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
                ("years", models.PositiveSmallIntegerField(verbose_name="mấy năm một lần")),
                ("proposed_years", models.PositiveSmallIntegerField(verbose_name="theo văn bản")),
                (
                    "counted",
                    models.CharField(
                        choices=[
                            ("last", "Tính từ lần đi trước"),
                            ("year", "Tính theo kỳ, từ một năm cố định"),
                            ("first", "Tính theo kỳ, từ năm đầu mỗi người thuộc diện"),
                            ("retired", "Tính theo kỳ, từ năm mỗi người nghỉ hưu"),
                        ],
                        default="last",
                        max_length=7,
                        verbose_name="cách tính",
                    ),
                ),
                (
                    "from_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đầu của kỳ đầu"
                    ),
                ),
                (
                    "proposed_counted",
                    models.CharField(
                        choices=[
                            ("last", "Tính từ lần đi trước"),
                            ("year", "Tính theo kỳ, từ một năm cố định"),
                            ("first", "Tính theo kỳ, từ năm đầu mỗi người thuộc diện"),
                            ("retired", "Tính theo kỳ, từ năm mỗi người nghỉ hưu"),
                        ],
                        default="last",
                        max_length=7,
                        verbose_name="cách tính theo văn bản",
                    ),
                ),
                (
                    "proposed_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm đầu theo văn bản"
                    ),
                ),
                ("source", models.TextField(verbose_name="căn cứ")),
                ("reason", models.TextField(blank=True, default="", verbose_name="lý do đổi")),
            ],
            options={
                "verbose_name": "chu kỳ điều dưỡng",
                "ordering": ("plan", "group__position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "group"),
                        name="one_cycle_a_plan_and_group",
                        violation_error_message="Đối tượng này đã có chu kỳ trong kế hoạch.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_years__gte", 1), ("years__gte", 1), ("years__lte", 20)
                        ),
                        name="cycle_is_of_some_years",
                        violation_error_message="Chu kỳ từ 1 đến 20 năm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counted", "year"),
                                ("from_year__isnull", False),
                                ("from_year__range", (1990, 2100)),
                            ),
                            models.Q(
                                models.Q(("counted", "year"), _negated=True), ("from_year", None)
                            ),
                            _connector="OR",
                        ),
                        name="cycle_from_a_year_names_it",
                        violation_error_message="Tính từ một năm cố định thì phải ghi năm đó (1990–2100); cách khác thì không.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counted", models.F("proposed_counted")),
                                ("years", models.F("proposed_years")),
                                models.Q(
                                    ("from_year", models.F("proposed_from")),
                                    models.Q(("from_year", None), ("proposed_from", None)),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="changed_cycle_has_a_reason",
                        violation_error_message="Chu kỳ khác văn bản phải ghi lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="home_runs",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
                    ),
                ),
                ("requested_on", models.DateField(verbose_name="ngày đề nghị")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ"),
                            ("running", "Đang lập"),
                            ("done", "Đã xong"),
                            ("failed", "Bị dừng"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="số người")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="đã xét")),
                ("opened", models.PositiveIntegerField(default=0, verbose_name="đã lập hồ sơ")),
                (
                    "refused",
                    models.JSONField(blank=True, default=list, verbose_name="không lập được"),
                ),
                ("failure", models.TextField(blank=True, default="", verbose_name="lý do dừng")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="đặt lúc")),
                ("stirred_at", models.DateTimeField(verbose_name="còn chạy lúc")),
            ],
            options={
                "verbose_name": "lượt lập hồ sơ điều dưỡng tại nhà",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=("plan",),
                        name="one_home_run_of_a_plan_at_a_time",
                        violation_error_message="Đang có một lượt lập hồ sơ của kế hoạch này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="home_run_made_at_and_by",
                        violation_error_message="Lượt lập hồ sơ phải có người và lúc đặt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="convalescence.yearplan",
                        verbose_name="kế hoạch",
                    ),
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
            ],
            options={
                "verbose_name": "phần danh sách của đơn vị",
                "ordering": ("plan", "unit__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "unit"),
                        name="one_part_a_plan_and_unit",
                        violation_error_message="Đơn vị này đã có phần trong danh sách.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plan_part_confirmed_at_and_by",
                        violation_error_message="Phần đã xác nhận phải có người và lúc xác nhận.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="convalescence.seat",
                        verbose_name="chỗ",
                    ),
                ),
                ("day", models.DateField(verbose_name="ngày")),
                ("present", models.BooleanField(verbose_name="có mặt")),
                ("marked_at", models.DateTimeField(verbose_name="chấm lúc")),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chấm",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngày có mặt",
                "ordering": ("seat", "day"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "day"),
                        name="one_mark_a_person_and_day",
                        violation_error_message="Ngày này đã được chấm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("marked_at__isnull", False), ("marked_by__isnull", False)
                        ),
                        name="seat_day_marked_at_and_by",
                        violation_error_message="Chấm công phải có người và lúc chấm.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CadreWithFitness",
            fields=[],
            options={
                "verbose_name": "cán bộ có kết luận sức khỏe",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("beneficiaries.cadre",),
        ),
        migrations.CreateModel(
            name="TripStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="convalescence.trip",
                        verbose_name="đoàn",
                    ),
                ),
                ("action", models.CharField(max_length=20, verbose_name="việc")),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("planned", "Đang lập kế hoạch"),
                            ("open", "Đang nhận danh sách"),
                            ("away", "Đang đi"),
                            ("closed", "Đã kết thúc"),
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
                            ("planned", "Đang lập kế hoạch"),
                            ("open", "Đang nhận danh sách"),
                            ("away", "Đang đi"),
                            ("closed", "Đã kết thúc"),
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
                ("reason", models.TextField(blank=True, default="", verbose_name="lý do")),
            ],
            options={
                "verbose_name": "bước của đoàn điều dưỡng",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        name="trip_step_done_at_and_by",
                        violation_error_message="Bước xử lý phải có người và lúc làm.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_state", "closed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trip_reopened_has_reason",
                        violation_error_message="Mở lại đoàn phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_state", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="trip_cancelled_has_reason",
                        violation_error_message="Hủy đoàn phải ghi lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="convalescence.trip",
                        verbose_name="đoàn",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="tên giấy tờ")),
                ("file_name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("file_type", models.CharField(max_length=100, verbose_name="loại tệp")),
                (
                    "content",
                    config.encryption.EncryptedTextField(default="", verbose_name="nội dung"),
                ),
                ("added_at", models.DateTimeField(verbose_name="đính kèm lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đính kèm",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy tờ của đoàn điều dưỡng",
                "ordering": ("added_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("added_at__isnull", False), ("added_by__isnull", False)
                        ),
                        name="trip_paper_added_at_and_by",
                        violation_error_message="Giấy tờ phải có người và lúc đính kèm.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cadrewithfitness",
            trigger=pgtrigger.compiler.Trigger(
                name="no_secret_while_fitness_is_told",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."records_are_secret" AND NOT OLD."records_are_secret")',
                    func="IF EXISTS (SELECT 1 FROM convalescence_candidate c WHERE c.cadre_id = NEW.id AND c.fitness <> 'unknown') THEN RAISE EXCEPTION 'Còn kết luận sức khỏe của người này trong phần mềm; phải xóa trước khi đánh dấu hồ sơ là bí mật nhà nước.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="d0fd4e4a87047670ab03bfdd5344a5f55c1a16cb",
                    operation="UPDATE",
                    pgid="pgtrigger_no_secret_while_fitness_is_told_8adc2",
                    table="beneficiaries_cadre",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sleeper",
            trigger=pgtrigger.compiler.Trigger(
                name="room_follows_the_sex",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."sex" IS DISTINCT FROM (NEW."sex"))',
                    func="\nPERFORM 1 FROM convalescence_trip t WHERE t.id IN (\n    SELECT s.trip_id FROM convalescence_seat s WHERE s.cadre_id = NEW.id AND s.given_up_at IS NULL\n) AND t.state NOT IN ('closed', 'cancelled') ORDER BY t.id FOR NO KEY UPDATE;\nUPDATE convalescence_seat own SET room = '', as_couple = false, room_note = format(\n    'Đã bỏ khỏi phòng %s vì giới tính vừa được sửa; hãy xếp lại phòng.', own.room)\nFROM convalescence_trip t\nWHERE own.cadre_id = NEW.id AND own.given_up_at IS NULL AND own.room <> ''\nAND t.id = own.trip_id AND t.state NOT IN ('closed', 'cancelled')\nAND EXISTS (\n    SELECT 1 FROM (\n        SELECT c.sex, s.as_couple FROM convalescence_seat s\n        JOIN beneficiaries_cadre c ON c.id = s.cadre_id\n        WHERE s.trip_id = own.trip_id AND s.room = own.room AND s.given_up_at IS NULL\n            AND s.id <> own.id\n        UNION ALL\n        SELECT p.sex, p.as_couple FROM convalescence_companion p\n        WHERE p.trip_id = own.trip_id AND p.room = own.room\n    ) o WHERE o.sex <> NEW.sex AND NOT (o.as_couple AND own.as_couple)\n);\nRETURN NULL;\n",
                    hash="a7a9f389f75c3f4c7ab9b3bc7d429205b419aa5d",
                    operation='UPDATE OF "sex"',
                    pgid="pgtrigger_room_follows_the_sex_2f50c",
                    table="beneficiaries_cadre",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="candidate_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b65ae83981211e6bb2977d99b4d0f4d1132a616f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_candidate_step_is_append_only_70069",
                    table="convalescence_candidatestep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatday",
            trigger=pgtrigger.compiler.Trigger(
                name="day_fits_its_seat",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE the_seat RECORD;",
                    func="\nSELECT t.state, s.begins_on, coalesce(s.left_on, s.ends_on) AS ends_on, s.given_up_at\nINTO the_seat\nFROM convalescence_seat s JOIN convalescence_trip t ON t.id = s.trip_id\nWHERE s.id = NEW.seat_id FOR SHARE OF t;\nIF the_seat.state IN ('closed', 'cancelled') THEN\n    RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không điểm danh được nữa.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nIF NEW.present AND (\n    the_seat.given_up_at IS NOT NULL OR NEW.day NOT BETWEEN the_seat.begins_on AND the_seat.ends_on\n) THEN\n    RAISE EXCEPTION 'Ngày % ngoài những ngày người này đi cùng đoàn.', NEW.day\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="b94710980b6648692bc982178685a1a37838eead",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_day_fits_its_seat_e78c3",
                    table="convalescence_seatday",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_fits_its_trip",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE the_trip convalescence_trip%ROWTYPE; others INTEGER; mixed BOOLEAN; own_sex TEXT;",
                    func="\n\nSELECT * INTO the_trip FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR NO KEY UPDATE;\nIF the_trip.state IN ('closed', 'cancelled') THEN\n    RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa danh sách được.', the_trip.code\n        USING ERRCODE = 'restrict_violation';\nEND IF;\n\nNEW.begins_on := the_trip.begins_on;\nNEW.ends_on := the_trip.ends_on;\nIF NEW.given_up_at IS NOT NULL THEN\n    NEW.room_note := '';\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'INSERT' OR OLD.given_up_at IS NOT NULL THEN\n    SELECT count(*) INTO others FROM (\n        SELECT s.cadre_id FROM convalescence_seat s\n        WHERE s.trip_id = NEW.trip_id AND s.given_up_at IS NULL\n        UNION\n        SELECT p.cadre_id FROM convalescence_participation p\n        WHERE p.trip_id = NEW.trip_id AND p.cancelled_at IS NULL\n    ) taken WHERE taken.cadre_id <> NEW.cadre_id;\n    IF others >= the_trip.quota THEN\n        RAISE EXCEPTION 'Đoàn % đã đủ % người theo chỉ tiêu.', the_trip.code, the_trip.quota\n            USING ERRCODE = 'check_violation';\n    END IF;\nEND IF;\nIF NEW.room <> '' THEN\n    SELECT c.sex INTO own_sex FROM beneficiaries_cadre c WHERE c.id = NEW.cadre_id;\n    NEW.room_note := '';\nEND IF;\n\nIF NEW.room <> '' THEN\n    SELECT count(*),\n        coalesce(bool_or(o.sex <> own_sex AND NOT (o.as_couple AND NEW.as_couple)), false)\n    INTO others, mixed\n    FROM (\n        SELECT c.sex, s.as_couple FROM convalescence_seat s\n        JOIN beneficiaries_cadre c ON c.id = s.cadre_id\n        WHERE s.trip_id = NEW.trip_id AND s.room = NEW.room AND s.given_up_at IS NULL\n            AND NOT (TG_TABLE_NAME = 'convalescence_seat' AND s.id = NEW.id)\n        UNION ALL\n        SELECT p.sex, p.as_couple FROM convalescence_companion p\n        WHERE p.trip_id = NEW.trip_id AND p.room = NEW.room\n            AND NOT (TG_TABLE_NAME = 'convalescence_companion' AND p.id = NEW.id)\n    ) o;\n    IF others >= the_trip.room_size THEN\n        RAISE EXCEPTION 'Phòng % đã đủ % người.', NEW.room, the_trip.room_size\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF mixed THEN\n        RAISE EXCEPTION 'Phòng % có cả nam và nữ mà không phải vợ chồng.', NEW.room\n            USING ERRCODE = 'check_violation';\n    END IF;\nEND IF;\n\nRETURN NEW;\n",
                    hash="d159580733eacaf8dce5b7de4f050c3336f7fd9a",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_seat_fits_its_trip_78f1a",
                    table="convalescence_seat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d296e04efcc56f244f8539be2e50a1bc6ddec19a",
                    operation="DELETE",
                    pgid="pgtrigger_seat_is_never_deleted_57e49",
                    table="convalescence_seat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_trip_takes_no_participation",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT 1 FROM (\n        SELECT t.state FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR SHARE\n    ) trip WHERE trip.state IN ('closed', 'cancelled')\n) THEN\n    RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không ghi thêm hoặc sửa người đi được.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="9ea12bfa8fc9a52d2c2fc676ae5cf0d618c937b2",
                    operation='INSERT OR UPDATE OF "trip_id", "cadre_id", "days", "cancelled_at"',
                    pgid="pgtrigger_closed_trip_takes_no_participation_c8e8c",
                    table="convalescence_participation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companion",
            trigger=pgtrigger.compiler.Trigger(
                name="companion_fits_the_trip",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE the_trip convalescence_trip%ROWTYPE; others INTEGER; mixed BOOLEAN; own_sex TEXT;",
                    func="\n\nSELECT * INTO the_trip FROM convalescence_trip t WHERE t.id = NEW.trip_id FOR NO KEY UPDATE;\nIF the_trip.state IN ('closed', 'cancelled') THEN\n    RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa danh sách được.', the_trip.code\n        USING ERRCODE = 'restrict_violation';\nEND IF;\n\nown_sex := NEW.sex;\n\nIF NEW.room <> '' THEN\n    SELECT count(*),\n        coalesce(bool_or(o.sex <> own_sex AND NOT (o.as_couple AND NEW.as_couple)), false)\n    INTO others, mixed\n    FROM (\n        SELECT c.sex, s.as_couple FROM convalescence_seat s\n        JOIN beneficiaries_cadre c ON c.id = s.cadre_id\n        WHERE s.trip_id = NEW.trip_id AND s.room = NEW.room AND s.given_up_at IS NULL\n            AND NOT (TG_TABLE_NAME = 'convalescence_seat' AND s.id = NEW.id)\n        UNION ALL\n        SELECT p.sex, p.as_couple FROM convalescence_companion p\n        WHERE p.trip_id = NEW.trip_id AND p.room = NEW.room\n            AND NOT (TG_TABLE_NAME = 'convalescence_companion' AND p.id = NEW.id)\n    ) o;\n    IF others >= the_trip.room_size THEN\n        RAISE EXCEPTION 'Phòng % đã đủ % người.', NEW.room, the_trip.room_size\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF mixed THEN\n        RAISE EXCEPTION 'Phòng % có cả nam và nữ mà không phải vợ chồng.', NEW.room\n            USING ERRCODE = 'check_violation';\n    END IF;\nEND IF;\n\nRETURN NEW;\n",
                    hash="1026f00abd28522cacc38467ff0222c7f1d27951",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_companion_fits_the_trip_a05ca",
                    table="convalescence_companion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companion",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_trip_keeps_companions",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM convalescence_trip t WHERE t.id = OLD.trip_id AND t.state IN ('closed', 'cancelled')) THEN RAISE EXCEPTION 'Đoàn đã kết thúc hoặc đã hủy, không sửa danh sách được.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="f56c78320c845b00b2763eef3ac37f11a10015f2",
                    operation="DELETE",
                    pgid="pgtrigger_closed_trip_keeps_companions_ef034",
                    table="convalescence_companion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trippaper",
            trigger=pgtrigger.compiler.Trigger(
                name="trip_paper_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="496d43c3ac158eee58ef2f9eb90e85737af33ba3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_trip_paper_stays_4001d",
                    table="convalescence_trippaper",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tripstep",
            trigger=pgtrigger.compiler.Trigger(
                name="trip_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6294f45d684587a399e4514541d7605e072f27c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_trip_step_is_append_only_a3072",
                    table="convalescence_tripstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="yearplan",
            trigger=pgtrigger.compiler.Trigger(
                name="plan_goes_step_by_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (\n    ('draft', 'listing'), ('listing', 'agreed'), ('agreed', 'listing'), ('agreed', 'running'),\n    ('running', 'closed'), ('closed', 'running')\n) THEN\n    RAISE EXCEPTION 'Kế hoạch không chuyển từ % sang % được.', OLD.state, NEW.state\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nIF OLD.state <> NEW.state AND NEW.state = 'agreed' AND NEW.proposed_by_id IS NULL THEN\n    RAISE EXCEPTION 'Danh sách phải ghi người lập trước khi thống nhất.'\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="ef33faf03361002a89f202ffa92e1ca1f72c21b9",
                    operation="UPDATE",
                    pgid="pgtrigger_plan_goes_step_by_step_25443",
                    table="convalescence_yearplan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trip",
            trigger=pgtrigger.compiler.Trigger(
                name="trip_goes_step_by_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.state = NEW.state THEN\n    IF OLD.state IN ('closed', 'cancelled') AND to_jsonb(OLD) <> to_jsonb(NEW) THEN\n        RAISE EXCEPTION 'Đoàn % đã kết thúc hoặc đã hủy, không sửa được.', OLD.code\n            USING ERRCODE = 'restrict_violation';\n    END IF;\nELSIF (OLD.state, NEW.state) NOT IN (\n    ('planned', 'open'), ('open', 'planned'), ('open', 'away'), ('away', 'open'),\n    ('away', 'closed'), ('closed', 'away'), ('planned', 'cancelled'), ('open', 'cancelled')\n) THEN\n    RAISE EXCEPTION 'Đoàn không chuyển từ % sang % được.', OLD.state, NEW.state\n        USING ERRCODE = 'restrict_violation';\nELSIF NEW.state = 'cancelled' AND (\n    EXISTS (\n        SELECT 1 FROM convalescence_seat s\n        WHERE s.trip_id = NEW.id AND s.given_up_at IS NULL\n    ) OR EXISTS (\n        SELECT 1 FROM convalescence_participation p\n        WHERE p.trip_id = NEW.id AND p.cancelled_at IS NULL\n    )\n) THEN\n    RAISE EXCEPTION 'Đoàn % còn người có tên hoặc đã ghi lượt đi, không hủy được.', NEW.code\n        USING ERRCODE = 'restrict_violation';\nEND IF;\nIF NEW.quota < OLD.quota AND NEW.quota < (\n    SELECT count(*) FROM convalescence_seat s\n    WHERE s.trip_id = NEW.id AND s.given_up_at IS NULL\n) THEN\n    RAISE EXCEPTION 'Đoàn % đã có nhiều người hơn chỉ tiêu mới.', NEW.code\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="fe0dbf0cf2ad1d048380883f42f6e2b320501f15",
                    operation="UPDATE",
                    pgid="pgtrigger_trip_goes_step_by_step_d3578",
                    table="convalescence_trip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trip",
            trigger=pgtrigger.compiler.Trigger(
                name="seats_follow_their_trip",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."begins_on" IS DISTINCT FROM (NEW."begins_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on"))',
                    func="\nUPDATE convalescence_seat SET begins_on = NEW.begins_on, ends_on = NEW.ends_on\nWHERE trip_id = NEW.id;\nRETURN NULL;\n",
                    hash="3ff6f449dd35b782ab1fdf4c22ef404cf224c5e0",
                    operation="UPDATE",
                    pgid="pgtrigger_seats_follow_their_trip_b6786",
                    table="convalescence_trip",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quota",
            trigger=pgtrigger.compiler.Trigger(
                name="quota_holds_those_chosen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM convalescence_candidate c WHERE c.quota_id = NEW.id AND c.standing = 'chosen' HAVING count(*) > NEW.people OR COALESCE(sum(c.amount), 0) > NEW.amount) THEN RAISE EXCEPTION 'Đã chọn nhiều người hoặc nhiều tiền hơn chỉ tiêu mới.' USING ERRCODE = 'check_violation'; END IF; IF (NEW.plan_id, NEW.form, NEW.unit_id) IS DISTINCT FROM (OLD.plan_id, OLD.form, OLD.unit_id) AND EXISTS (SELECT 1 FROM convalescence_candidate c WHERE c.quota_id = OLD.id) THEN RAISE EXCEPTION 'Chỉ tiêu đã có người: không đổi hình thức, đơn vị được nữa.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW;",
                    hash="934b05bac619911b1bb64d44ceec9d7be640c91c",
                    operation="UPDATE",
                    pgid="pgtrigger_quota_holds_those_chosen_305d6",
                    table="convalescence_quota",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="plan_step_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f3e500053ebcb069d05e4d3a4eb67ab0291d6dce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_plan_step_is_append_only_351d3",
                    table="convalescence_planstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="candidate_is_within_the_quota_when_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE q RECORD;",
                    func="\nPERFORM 1 FROM convalescence_quota t\n    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')\n    ORDER BY t.id FOR UPDATE;\nIF EXISTS (SELECT 1 FROM new_rows n JOIN convalescence_quota t ON t.id = n.quota_id\n    WHERE n.standing = 'chosen'\n    AND (t.plan_id <> n.plan_id OR t.form <> n.form OR t.unit_id <> n.unit_id)) THEN\n    RAISE EXCEPTION 'Chỉ tiêu này không dành cho hình thức hoặc đơn vị đó.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nFOR q IN\n    SELECT t.people, t.amount, count(*) AS taken, sum(c.amount) AS spent\n    FROM convalescence_quota t\n    JOIN convalescence_candidate c ON c.quota_id = t.id AND c.standing = 'chosen'\n    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')\n    GROUP BY t.id ORDER BY t.id\nLOOP\n    IF q.taken > q.people THEN\n        RAISE EXCEPTION 'Chỉ tiêu đã đủ % người.', q.people USING ERRCODE = 'check_violation';\n    END IF;\n    IF q.spent > q.amount THEN\n        RAISE EXCEPTION 'Kinh phí của chỉ tiêu không đủ cho thêm người này.'\n            USING ERRCODE = 'check_violation';\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="7992975dcf53a9a3ca2691e24155c46ed4491516",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_candidate_is_within_the_quota_when_added_baa7d",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="convalescence_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="candidate_is_within_the_quota_when_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE q RECORD;",
                    func="\nPERFORM 1 FROM convalescence_quota t\n    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')\n    ORDER BY t.id FOR UPDATE;\nIF EXISTS (SELECT 1 FROM new_rows n JOIN convalescence_quota t ON t.id = n.quota_id\n    WHERE n.standing = 'chosen'\n    AND (t.plan_id <> n.plan_id OR t.form <> n.form OR t.unit_id <> n.unit_id)) THEN\n    RAISE EXCEPTION 'Chỉ tiêu này không dành cho hình thức hoặc đơn vị đó.'\n        USING ERRCODE = 'check_violation';\nEND IF;\nFOR q IN\n    SELECT t.people, t.amount, count(*) AS taken, sum(c.amount) AS spent\n    FROM convalescence_quota t\n    JOIN convalescence_candidate c ON c.quota_id = t.id AND c.standing = 'chosen'\n    WHERE t.id IN (SELECT n.quota_id FROM new_rows n WHERE n.standing = 'chosen')\n    GROUP BY t.id ORDER BY t.id\nLOOP\n    IF q.taken > q.people THEN\n        RAISE EXCEPTION 'Chỉ tiêu đã đủ % người.', q.people USING ERRCODE = 'check_violation';\n    END IF;\n    IF q.spent > q.amount THEN\n        RAISE EXCEPTION 'Kinh phí của chỉ tiêu không đủ cho thêm người này.'\n            USING ERRCODE = 'check_violation';\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="f0e718055d82f40b8e0652c873fd0005e369567c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_candidate_is_within_the_quota_when_changed_01da7",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="convalescence_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="agreed_list_changes_by_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE state text; step bigint;",
                    func="IF NEW.standing IS DISTINCT FROM OLD.standing OR NEW.form IS DISTINCT FROM OLD.form OR NEW.quota_id IS DISTINCT FROM OLD.quota_id OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id OR NEW.position IS DISTINCT FROM OLD.position OR NEW.cadre_id IS DISTINCT FROM OLD.cadre_id OR NEW.group_id IS DISTINCT FROM OLD.group_id THEN state := (SELECT p.state FROM convalescence_yearplan p WHERE p.id = OLD.plan_id); IF state = 'closed' THEN RAISE EXCEPTION 'Kế hoạch đã kết thúc, danh sách không đổi được nữa.' USING ERRCODE = 'restrict_violation'; END IF; SELECT COALESCE(max(s.id), 0) INTO step FROM convalescence_candidatestep s WHERE s.candidate_id = NEW.id; IF state IN ('agreed', 'running') AND step <= OLD.last_step THEN RAISE EXCEPTION 'Danh sách đã thống nhất: thay đổi phải ghi lại.' USING ERRCODE = 'restrict_violation'; END IF; NEW.last_step := step; END IF; RETURN NEW;",
                    hash="5b4aa8c53f22e78ad84fa7f6e048aeaedf8595b5",
                    operation="UPDATE",
                    pgid="pgtrigger_agreed_list_changes_by_steps_109c5",
                    table="convalescence_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="agreed_list_takes_nobody_by_itself",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM new_rows n JOIN convalescence_yearplan p ON p.id = n.plan_id WHERE p.state = 'closed' OR (p.state IN ('agreed', 'running') AND (n.exception = '' OR n.standing <> 'waiting'))) THEN RAISE EXCEPTION 'Danh sách đã thống nhất, không thêm người được nữa.' USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;",
                    hash="bfcb1f0a7d0eece0966b3ce9a7c175c5c2092ba6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_agreed_list_takes_nobody_by_itself_bade4",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="convalescence_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="agreed_list_loses_nobody",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF (SELECT p.state FROM convalescence_yearplan p WHERE p.id = OLD.plan_id) NOT IN ('draft', 'listing') THEN RAISE EXCEPTION 'Danh sách đã thống nhất, không xóa người được nữa.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
                    hash="aad3e3d247687d7e3f914932f6f712351de56721",
                    operation="DELETE",
                    pgid="pgtrigger_agreed_list_loses_nobody_abd72",
                    table="convalescence_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="secret_records_hold_no_fitness",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"fitness\" = 'unknown'))",
                    func="IF (SELECT c.records_are_secret FROM beneficiaries_cadre c WHERE c.id = NEW.cadre_id) THEN RAISE EXCEPTION 'Hồ sơ sức khỏe của người này là bí mật nhà nước: không ghi kết luận sức khỏe trong phần mềm.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="c52d5bad34e1320fa6d64dcddd34724e1730b326",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_secret_records_hold_no_fitness_93e5b",
                    table="convalescence_candidate",
                    when="BEFORE",
                ),
            ),
        ),
    ]
