"""Cards on paper: what they say, at which size, and a QR that says only an address."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO

import pdfplumber
import pytest
import segno
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry, User
from accounts.roles import Role
from beneficiaries.actions import recall_card
from beneficiaries.cards import printing
from beneficiaries.cards.actions import issue_batch, open_batch, propose_people
from beneficiaries.cards.printing import make_print, print_card
from beneficiaries.models import CardBatch, CardPrint, HealthCard, PrintState
from config.card_paper import PrintedCards
from policies.models import Resolution
from tests.factories import UserFactory, entitled_cadre

pytestmark = pytest.mark.django_db

ADDRESS = "https://cong.example.vn"
MM = 72 / 25.4


@pytest.fixture
def batch(law: Resolution, clerk: User) -> CardBatch:
    """Eleven cards: a sheet and one more."""
    for number in range(11):
        entitled_cadre(law, full_name=f"Nguyễn Thị Thử {number:02d}")
    fields = {
        "kind": "new",
        "decision_number": "45/QĐ-SYT",
        "decision_on": date(2025, 6, 2),
        "takes_effect_on": date(2025, 6, 2),
        "expires_on": date(2030, 12, 31),
        "first_number": "000513",
    }
    drafted = open_batch(by=clerk, fields=fields)
    propose_people(batch=drafted, by=clerk, groups=[])
    chief = UserFactory(unit=clerk.unit, roles=[Role.APPROVER])
    return issue_batch(batch=drafted, by=chief)


def opened(content: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(BytesIO(content))


def test_a_card_has_its_true_size_and_says_what_it_should(batch: CardBatch) -> None:
    card = HealthCard.objects.get(number="000513")
    with opened(print_card(card, address=ADDRESS)) as paper:
        front, back = paper.pages
        for side in (front, back):
            assert (round(side.width / MM, 1), round(side.height / MM, 1)) == (85.6, 54.0)
        told = front.extract_text()
        for words in ("THẺ BẢO VỆ SỨC KHỎE", "Số: 000513", "NGUYỄN THỊ THỬ 00", "31/12/2030"):
            assert words in told
        told = back.extract_text()
        assert "Quyết định số 45/QĐ-SYT ngày" in told
        assert "NGUYỄN" not in told


def test_the_qr_says_only_an_address_with_the_code(batch: CardBatch) -> None:
    """Read back module by module from the paper."""
    card = HealthCard.objects.get(number="000513")
    address = f"{ADDRESS}/the/tra/{card.printed_code}/"
    expected = segno.make(address, error="m", micro=False, mask=2).matrix
    with opened(print_card(card, address=ADDRESS)) as paper:
        found = set(modules(paper.pages[1], len(expected)))
    assert found == {
        (row, column)
        for row, cells in enumerate(expected)
        for column, dark in enumerate(cells)
        if dark
    }


def modules(page: pdfplumber.page.Page, count: int) -> Iterator[tuple[int, int]]:
    """Row and column of every dark module."""
    bars = [*page.rects, *page.curves]
    left, top = min(bar["x0"] for bar in bars), min(bar["top"] for bar in bars)
    side = (max(bar["x1"] for bar in bars) - left) / count
    for bar in bars:
        row = round((bar["top"] - top) / side)
        first, last = (round((bar[edge] - left) / side) for edge in ("x0", "x1"))
        yield from ((row, column) for column in range(first, last))


def test_a_recalled_card_is_not_printed(batch: CardBatch, clerk: User) -> None:
    card = HealthCard.objects.get(number="000513")
    card = recall_card(card=card, by=clerk, on=date(2025, 7, 1), reason="Mất")
    with pytest.raises(ValidationError, match="đã thu hồi ngày 01/07/2025, không in được"):
        print_card(card, address=ADDRESS)


def test_sheets_have_ten_cards_and_their_backs_behind_them(batch: CardBatch, clerk: User) -> None:
    made = make_print(batch=batch, by=clerk, address=ADDRESS)
    made.refresh_from_db()
    assert (made.state, made.done, made.pages) == ("done", 11, 4)
    with opened(bytes(made.content)) as paper:
        front, back = paper.pages[:2]
        assert (round(front.width / MM), round(front.height / MM)) == (210, 297)
        assert front.extract_text().count("Số: 0005") == 10
        place, behind = (place_of(page, "000513") for page in (front, back))
        assert place < front.width / 2 < behind
        assert len(front.lines) >= 18
        assert paper.pages[2].extract_text().count("Số: 0005") == 1


def place_of(page: pdfplumber.page.Page, number: str) -> float:
    [word] = [word for word in page.extract_words() if word["text"] == number]
    return word["x0"]


def test_cards_recalled_since_are_left_out(batch: CardBatch, clerk: User) -> None:
    card = HealthCard.objects.get(number="000515")
    recall_card(card=card, by=clerk, on=date(2025, 7, 1), reason="Từ trần")
    made = make_print(batch=batch, by=clerk, address=ADDRESS)
    made.refresh_from_db()
    assert made.total == 10
    with opened(bytes(made.content)) as paper:
        assert "000515" not in paper.pages[0].extract_text()


def test_a_print_on_its_way_is_waited_for_and_a_lost_one_made_anew(
    batch: CardBatch, clerk: User
) -> None:
    make_print(batch=batch, by=clerk, address=ADDRESS)
    CardPrint.objects.update(state=PrintState.RUNNING, stirred_at=timezone.now())
    with pytest.raises(ValidationError, match="đang được lập"):
        make_print(batch=batch, by=clerk, address=ADDRESS)
    CardPrint.objects.update(stirred_at=timezone.now() - timedelta(minutes=3))
    make_print(batch=batch, by=clerk, address=ADDRESS)
    assert CardPrint.objects.get().state == "done"


def test_a_print_that_breaks_is_told(
    batch: CardBatch,
    clerk: User,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: object, **options: object) -> PrintedCards:
        raise OSError("full")

    monkeypatch.setattr(printing, "card_sheets_pdf", broken)
    client = signed_in(clerk)
    client.post(reverse("card_print_make", args=[batch.pk]))
    shown = client.get(reverse("card_print_detail", args=[batch.pk])).content.decode()
    assert "Không lập được" in shown
    assert client.get(reverse("card_print_pdf", args=[batch.pk])).status_code == 404


def test_the_pages_of_the_print(
    batch: CardBatch, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(clerk)
    detail = reverse("card_print_detail", args=[batch.pk])
    assert "Lập tờ in 11 thẻ" in client.get(detail).content.decode()
    client.post(reverse("card_print_make", args=[batch.pk]))
    assert "11 thẻ, 4 trang" in client.get(detail).content.decode()
    file = client.get(reverse("card_print_pdf", args=[batch.pk]))
    assert file.content.startswith(b"%PDF")
    assert AccessEntry.objects.filter(action="In các thẻ của đợt", user=clerk).exists()
    card = HealthCard.objects.get(number="000513")
    answer = client.get(reverse("card_pdf", args=[card.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert AccessEntry.objects.filter(action="In thẻ sức khỏe", subject_id=card.cadre_id).exists()


def test_a_draft_has_nothing_to_print(
    law: Resolution, clerk: User, signed_in: Callable[[User], Client]
) -> None:
    fields = {"kind": "new", "decision_number": "1", "decision_on": date(2025, 6, 2)}
    draft = open_batch(by=clerk, fields=fields | {"takes_effect_on": date(2025, 6, 2)})
    answer = signed_in(clerk).get(reverse("card_print_detail", args=[draft.pk]))
    assert answer.status_code == 404
