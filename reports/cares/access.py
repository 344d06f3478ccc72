"""What an administrator looks after: accounts and units."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts import attention
from accounts.models import Unit, User
from reports.cares.care import Care


def _people(user: User, code: str, words: str, note: str, icon: str, tone: str) -> Iterator[Care]:
    _, narrow = attention.OF_USERS[code]
    if found := narrow(User.objects.visible_to(user)).count():
        url = f"{reverse('user_list')}?attention={code}"
        yield Care(words, note, url, icon, tone, number=found)


def locked_out(user: User, today: date) -> Iterator[Care]:
    yield from _people(
        user,
        "locked",
        "tài khoản đang bị khóa vì nhập sai mật khẩu",
        "Tự mở sau ít phút; nếu người dùng quên mật khẩu, hãy cấp mật khẩu tạm.",
        "lock",
        "red",
    )


def unfinished_accounts(user: User, today: date) -> Iterator[Care]:
    yield from _people(
        user,
        "no_role",
        "tài khoản chưa được giao vai trò",
        "Đăng nhập được nhưng chưa mở được trang nào; hãy giao vai trò hoặc ngừng tài khoản.",
        "user-question",
        "orange",
    )
    yield from _people(
        user,
        "never",
        "tài khoản chưa đăng nhập lần nào",
        "Kiểm tra đã giao mật khẩu tạm tận tay chưa; không dùng nữa thì ngừng.",
        "user-off",
        "blue",
    )


def one_factor(user: User, today: date) -> Iterator[Care]:
    yield from _people(
        user,
        "one_factor",
        "người duyệt, chi trả, làm chính sách, quản trị chưa bật xác thực hai lớp",
        "Nhắc từng người bật ở mục Xác thực hai lớp trong tài khoản của mình.",
        "shield-off",
        "orange",
    )


def units_without_users(user: User, today: date) -> Iterator[Care]:
    if found := attention.units_without_users(Unit.objects.visible_to(user)).count():
        yield Care(
            "xã, phường, cơ sở chưa có ai đăng nhập",
            "Sở đang nhập thay; lập tài khoản khi đơn vị sẵn sàng tự nhập.",
            f"{reverse('unit_list')}?users=none",
            "building",
            "blue",
            number=found,
        )
