import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("accounts", "0001_initial"), ("accounts", "0002_old_provinces")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã đơn vị")),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="tên đơn vị")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "Sở Y tế"),
                            ("commune", "Xã, phường"),
                            ("hospital", "Cơ sở khám bệnh, chữa bệnh"),
                            ("convalescence_centre", "Cơ sở điều dưỡng"),
                            ("managing_body", "Cơ quan quản lý cán bộ"),
                        ],
                        max_length=24,
                        verbose_name="loại",
                    ),
                ),
                (
                    "hospital_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("central", "Trung ương"),
                            ("province", "Tỉnh"),
                            ("region", "Khu vực"),
                            ("commune", "Xã, phường"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="tuyến",
                    ),
                ),
                (
                    "legacy_province",
                    models.SlugField(
                        blank=True,
                        default="",
                        help_text="địa bàn trước khi sáp nhập, nơi văn bản của hai tỉnh cũ còn chạy song song",
                        max_length=60,
                        verbose_name="tỉnh cũ",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị",
                "ordering": ("kind", "name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "hospital"), ("hospital_level", ""), _connector="XOR"
                        ),
                        name="unit_level_is_of_a_hospital",
                        violation_error_message="Cơ sở khám bệnh, chữa bệnh phải có tuyến; đơn vị khác thì không.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "username",
                    models.CharField(max_length=60, unique=True, verbose_name="tên đăng nhập"),
                ),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                ("job_title", models.CharField(max_length=120, verbose_name="chức vụ")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("data_entry", "Nhập liệu"),
                                ("checker", "Thẩm định"),
                                ("approver", "Lãnh đạo duyệt"),
                                ("cashier", "Chi trả"),
                                ("policy_officer", "Chính sách"),
                                ("reporter", "Báo cáo"),
                                ("inspector", "Tra cứu"),
                                ("administrator", "Quản trị"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        verbose_name="vai trò",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="được đăng nhập")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc"),
                ),
            ],
            options={
                "verbose_name": "người dùng",
                "ordering": ("full_name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["data_entry", "checker"]), _negated=True
                        ),
                        name="user_not_data_entry_and_checker",
                        violation_error_message="Một người không được vừa giữ vai trò “Nhập liệu” vừa giữ vai trò “Thẩm định”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["data_entry", "approver"]), _negated=True
                        ),
                        name="user_not_data_entry_and_approver",
                        violation_error_message="Một người không được vừa giữ vai trò “Nhập liệu” vừa giữ vai trò “Lãnh đạo duyệt”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["data_entry", "cashier"]), _negated=True
                        ),
                        name="user_not_data_entry_and_cashier",
                        violation_error_message="Một người không được vừa giữ vai trò “Nhập liệu” vừa giữ vai trò “Chi trả”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["checker", "approver"]), _negated=True
                        ),
                        name="user_not_checker_and_approver",
                        violation_error_message="Một người không được vừa giữ vai trò “Thẩm định” vừa giữ vai trò “Lãnh đạo duyệt”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["checker", "cashier"]), _negated=True
                        ),
                        name="user_not_checker_and_cashier",
                        violation_error_message="Một người không được vừa giữ vai trò “Thẩm định” vừa giữ vai trò “Chi trả”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["approver", "cashier"]), _negated=True
                        ),
                        name="user_not_approver_and_cashier",
                        violation_error_message="Một người không được vừa giữ vai trò “Lãnh đạo duyệt” vừa giữ vai trò “Chi trả”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["policy_officer", "approver"]), _negated=True
                        ),
                        name="user_not_policy_officer_and_approver",
                        violation_error_message="Một người không được vừa giữ vai trò “Chính sách” vừa giữ vai trò “Lãnh đạo duyệt”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["policy_officer", "cashier"]), _negated=True
                        ),
                        name="user_not_policy_officer_and_cashier",
                        violation_error_message="Một người không được vừa giữ vai trò “Chính sách” vừa giữ vai trò “Chi trả”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["data_entry", "administrator"]), _negated=True
                        ),
                        name="user_not_data_entry_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Nhập liệu” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["checker", "administrator"]), _negated=True
                        ),
                        name="user_not_checker_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Thẩm định” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["approver", "administrator"]), _negated=True
                        ),
                        name="user_not_approver_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Lãnh đạo duyệt” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["cashier", "administrator"]), _negated=True
                        ),
                        name="user_not_cashier_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Chi trả” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["policy_officer", "administrator"]), _negated=True
                        ),
                        name="user_not_policy_officer_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Chính sách” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["reporter", "administrator"]), _negated=True
                        ),
                        name="user_not_reporter_and_administrator",
                        violation_error_message="Một người không được vừa giữ vai trò “Báo cáo” vừa giữ vai trò “Quản trị”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["data_entry", "inspector"]), _negated=True
                        ),
                        name="user_not_data_entry_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Nhập liệu” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["checker", "inspector"]), _negated=True
                        ),
                        name="user_not_checker_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Thẩm định” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["approver", "inspector"]), _negated=True
                        ),
                        name="user_not_approver_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Lãnh đạo duyệt” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["cashier", "inspector"]), _negated=True
                        ),
                        name="user_not_cashier_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Chi trả” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["policy_officer", "inspector"]), _negated=True
                        ),
                        name="user_not_policy_officer_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Chính sách” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["reporter", "inspector"]), _negated=True
                        ),
                        name="user_not_reporter_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Báo cáo” vừa giữ vai trò “Tra cứu”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["administrator", "inspector"]), _negated=True
                        ),
                        name="user_not_administrator_and_inspector",
                        violation_error_message="Một người không được vừa giữ vai trò “Quản trị” vừa giữ vai trò “Tra cứu”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xem",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="lúc"
                    ),
                ),
                ("action", models.CharField(max_length=60, verbose_name="việc")),
                ("subject", models.CharField(max_length=200, verbose_name="đối tượng")),
                ("subject_id", models.BigIntegerField(null=True, verbose_name="mã")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="địa chỉ mạng")),
            ],
            options={
                "verbose_name": "lượt truy cập dữ liệu nhạy cảm",
                "ordering": ("-at",),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accessentry",
            trigger=pgtrigger.compiler.Trigger(
                name="access_entry_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6fae262c7be5b56ac0f18ea19f608de7735038a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_access_entry_is_append_only_d3206",
                    table="accounts_accessentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
