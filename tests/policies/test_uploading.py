"""From a file to law, on the pages of the policy officer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from policies.loading import PACKS, load_pack
from policies.models import Resolution, Scheme
from policies.standards import NATIONAL

TEXT = (PACKS / "lang-son-24-2024.yaml").read_text(encoding="utf-8")
CODE = "lang-son-24-2024"


def policy_officer(username: str, full_name: str) -> Client:
    unit, _ = Unit.objects.get_or_create(code="syt", name="Sở Y tế", kind="department")
    user = User.objects.create(
        username=username,
        full_name=full_name,
        unit=unit,
        job_title="Chuyên viên",
        roles=["policy_officer"],
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer(db) -> Client:
    """Who loads the file."""
    return policy_officer("chinh_sach", "Nông Thị Hiền")


@pytest.fixture
def colleague(db) -> Client:
    """Who puts it in force: never the one who made it."""
    return policy_officer("ban_hanh", "Lương Văn Thắng")


def make_tested(officer: Client) -> None:
    """The cases that come with the pack are solved, and somebody says so."""
    officer.post(reverse("resolution_test", args=[CODE]))


@pytest.fixture
def upload(officer) -> Callable:
    def send(content: bytes | str, name: str = "luat.yaml"):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return officer.post(reverse("pack_upload"), {"file": file})

    return send


def problems(response) -> list[str]:
    assert response.status_code == 200
    return response.context["form"].errors["file"]


def test_from_a_file_to_law(officer, colleague, upload):
    page = reverse("resolution_detail", args=[CODE])
    assert upload(TEXT)["Location"] == page
    draft = Resolution.objects.get()
    assert draft.status == "draft"
    make_tested(officer)
    release = reverse("resolution_release", args=[CODE])
    assert release in officer.get(page).content.decode()
    assert "không ai sửa được nữa" in officer.get(release).content.decode()
    assert Resolution.objects.get().status == "tested", "asking releases nothing"
    officer.post(release)
    assert Resolution.objects.get().status == "tested", "whoever made it doesn't release it"
    assert colleague.post(release)["Location"] == page
    law = Resolution.objects.get()
    assert (law.status, law.released_by.username) == ("released", "ban_hanh")
    assert law.made_by.username == "chinh_sach"
    assert release not in officer.get(page).content.decode()


def test_a_draft_is_loaded_again(upload):
    upload(TEXT)
    upload(TEXT.replace("190_000", "200_000"))
    rates = Resolution.objects.get().benefits.get(code="inpatient_meal").rates
    assert set(rates.values_list("amount", flat=True)) == {200_000}


def test_loading_again_asks_for_another_test(upload, officer):
    upload(TEXT)
    make_tested(officer)
    upload(TEXT.replace("190_000", "200_000"))
    draft = Resolution.objects.get()
    assert (draft.status, draft.tested_by, draft.tested_at) == ("draft", None, None)


def test_law_is_not_loaded_again(upload, officer, colleague):
    upload(TEXT)
    make_tested(officer)
    colleague.post(reverse("resolution_release", args=[CODE]))
    assert "kế tiếp" in problems(upload(TEXT.replace("190_000", "200_000")))[0]
    assert upload(TEXT).status_code == 302, "the same text changes nothing"


def test_releasing_twice_says_so(upload, officer, colleague):
    upload(TEXT)
    make_tested(officer)
    release = reverse("resolution_release", args=[CODE])
    colleague.post(release)
    response = colleague.post(release, follow=True)
    assert "đang ở tình trạng “Đang áp dụng”" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "rỗng"),
        (b"\x00\x01\x02", "YAML"),
        (b"PK\x03\x04" + bytes(range(256)), "bị hỏng"),
        ("đây là chữ", "scheme, resolution, groups"),
        ("a: [1, 2", "dòng 1"),
        ("a:\n  b: 1\n c: 2\n", "dòng 3"),
        ("!!python/object/apply:os.system ['ls']", "dòng 1"),
        ("issued_on: 2024-13-45", "YAML"),
        ("[" * 5000, "YAML"),
        ("- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]", "scheme, resolution, groups"),
        (TEXT.replace("190_000", "'190.000'"), "benefits[1].rates[0].amount"),
        (TEXT.replace("190_000", "10" + "0" * 30), "benefits[1].rates[0].amount"),
        (TEXT.replace("province: Lạng Sơn", 'province: "Lạng\\0Sơn"'), "scheme.province"),
        (TEXT.replace("letter: a\n", "letter: abcd\n"), "benefits[0].letter"),
        (TEXT.replace("  effective_from:", "  replaces: khong-co\n  effective_from:"), "khong-co"),
        (TEXT + "# " + "x" * 1024 * 1024, "1 MB"),
    ],
    ids=lambda value: None if len(value) > 40 else repr(value),
)
def test_a_bad_file_is_told_and_leaves_nothing(upload, content, told):
    assert told in " ".join(problems(upload(content)))
    assert not Resolution.objects.exists()
    assert not Scheme.objects.exists()


def test_no_file_is_told(officer):
    assert problems(officer.post(reverse("pack_upload"), {}))


def test_the_same_document_under_another_code_is_refused(upload):
    upload(TEXT)
    again = TEXT.replace(f"code: {CODE}", "code: ten-khac")
    assert "đã có trong hệ thống" in problems(upload(again))[0]
    assert Resolution.objects.count() == 1


def test_every_pack_that_we_ship_can_be_loaded(db):
    for path in sorted(set(Path(PACKS).glob("*.yaml")) - {NATIONAL}):
        assert load_pack(path, by=None, release=False).code == path.stem
