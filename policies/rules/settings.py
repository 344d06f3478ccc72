"""The questions that a change of law or of a person raises, and the answers a law may give.

Each is a setting of a resolution, some also of one benefit (domain.md 3.1). A law that is
silent gets the default, which is the first answer of each question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple


class Deciding(StrEnum):
    """1. Which day of an event picks the law, the rate, the group and the year."""

    START = "start"
    END = "end"
    SPLIT = "split"


class UsageOfReplaced(StrEnum):
    """2. Whether what was used under the replaced resolution counts."""

    CARRIED = "carried"
    RESTARTED = "restarted"


class LimitAfterGroupChange(StrEnum):
    """3. Whose yearly limit holds for somebody who changed groups within the year."""

    OF_THE_DAY = "of_the_day"
    HIGHEST = "highest"


class SeveralGroups(StrEnum):
    """4. Which group counts for somebody who is in several at once."""

    HIGHEST = "highest"
    PRIORITY = "priority"


class Territory(StrEnum):
    """5. What puts a person into one of the old provinces of a merged one."""

    MANAGING_UNIT = "managing_unit"
    RESIDENCE = "residence"


class EndedPayer(StrEnum):
    """6. Who pays when the budget that a rate names has ended."""

    SUCCESSOR = "successor"
    REFUSED = "refused"


class ExaminingBody(StrEnum):
    """7. On which day the body that gave an opinion must have been in office."""

    ON_OPINION = "on_opinion"
    ON_EVENT = "on_event"


class AfterEnd(StrEnum):
    """8. What death, transfer or discipline leaves."""

    NOTHING = "nothing"
    REST_OF_PERIOD = "rest_of_period"
    TO_RELATIVES = "to_relatives"


class BaseOn(StrEnum):
    """9. Which day picks the base salary or standard of a sum counted over months."""

    EACH_PERIOD = "each_period"
    EVENT = "event"


class LateClaims(StrEnum):
    """10. How long after the event it may still be claimed."""

    ALWAYS = "always"
    NEXT_MARCH = "next_march"
    SAME_YEAR = "same_year"


class ProRating(StrEnum):
    """11. What a trip or stay that was cut short is worth."""

    FULL = "full"
    BY_DAY = "by_day"


class Rounding(StrEnum):
    """12. To what a sum is rounded."""

    DONG = "dong"
    THOUSAND = "thousand"
    THOUSAND_DOWN = "thousand_down"


@dataclass(frozen=True, slots=True)
class Settings:
    """One answer to each question."""

    deciding: Deciding = Deciding.START
    usage_of_replaced: UsageOfReplaced = UsageOfReplaced.CARRIED
    limit_after_group_change: LimitAfterGroupChange = LimitAfterGroupChange.OF_THE_DAY
    several_groups: SeveralGroups = SeveralGroups.HIGHEST
    territory: Territory = Territory.MANAGING_UNIT
    ended_payer: EndedPayer = EndedPayer.SUCCESSOR
    examining_body: ExaminingBody = ExaminingBody.ON_OPINION
    after_end: AfterEnd = AfterEnd.NOTHING
    base_on: BaseOn = BaseOn.EACH_PERIOD
    late_claims: LateClaims = LateClaims.ALWAYS
    pro_rating: ProRating = ProRating.FULL
    rounding: Rounding = Rounding.DONG


DEFAULTS = Settings()  # for a law that is silent


class Question(NamedTuple):
    """A setting as the policy officer meets it: a question, and each answer as a sentence."""

    code: str  # the field of Settings
    text: str
    answers: Mapping[Any, str]
    of_benefit: bool  # whether one benefit may answer otherwise than its resolution


QUESTIONS: tuple[Question, ...] = (
    Question(
        "deciding",
        "Ngày nào quyết định văn bản, mức, đối tượng và năm?",
        {
            Deciding.START: "Tính theo ngày bắt đầu sự việc (ngày vào viện, ngày đi).",
            Deciding.END: "Tính theo ngày kết thúc sự việc (ngày ra viện, ngày về).",
            Deciding.SPLIT: "Khoản tính theo ngày thì tách: ngày nào áp dụng quy định của ngày "
            "đó (theo tháng thì tháng nào áp dụng văn bản của ngày đầu tháng đó); khoản tính "
            "theo lượt vẫn theo ngày bắt đầu.",
        },
        True,
    ),
    Question(
        "usage_of_replaced",
        "Phần đã hưởng theo văn bản bị thay thế có trừ vào hạn mức không?",
        {
            UsageOfReplaced.CARRIED: "Phần đã hưởng theo văn bản cũ được tính vào hạn mức.",
            UsageOfReplaced.RESTARTED: "Hạn mức tính lại từ đầu, không kể phần hưởng theo văn "
            "bản cũ.",
        },
        True,
    ),
    Question(
        "limit_after_group_change",
        "Đổi đối tượng giữa năm thì hạn mức năm theo đối tượng nào?",
        {
            LimitAfterGroupChange.OF_THE_DAY: "Hạn mức năm theo đối tượng vào ngày của sự việc.",
            LimitAfterGroupChange.HIGHEST: "Hạn mức năm theo đối tượng có hạn mức cao nhất trong "
            "năm.",
        },
        True,
    ),
    Question(
        "several_groups",
        "Thuộc nhiều đối tượng cùng lúc thì hưởng theo đối tượng nào?",
        {
            SeveralGroups.HIGHEST: "Hưởng một mức cao nhất trong các đối tượng.",
            SeveralGroups.PRIORITY: "Hưởng theo đối tượng đứng trước trong danh mục của văn bản.",
        },
        True,
    ),
    Question(
        "territory",
        "Sau sáp nhập, người thuộc địa bàn tỉnh cũ nào?",
        {
            Territory.MANAGING_UNIT: "Theo địa bàn của cơ quan quản lý cán bộ trước ngày sáp nhập.",
            Territory.RESIDENCE: "Theo nơi cư trú trước ngày sáp nhập.",
        },
        False,
    ),
    Question(
        "ended_payer",
        "Nguồn kinh phí đã kết thúc (ngân sách cấp huyện sau 30/6/2025) thì ai chi?",
        {
            EndedPayer.SUCCESSOR: "Nguồn kế tiếp chi thay; chưa khai nguồn kế tiếp thì dừng lại.",
            EndedPayer.REFUSED: "Không chi nữa kể từ ngày nguồn kết thúc.",
        },
        True,
    ),
    Question(
        "examining_body",
        "Ban, hội đồng giải thể thì kết luận cũ còn dùng được không?",
        {
            ExaminingBody.ON_OPINION: "Dùng được nếu ban, hội đồng còn hoạt động vào ngày kết "
            "luận.",
            ExaminingBody.ON_EVENT: "Chỉ dùng được nếu ban, hội đồng còn hoạt động vào ngày của sự "
            "việc.",
        },
        True,
    ),
    Question(
        "after_end",
        "Từ trần, chuyển đi, bị kỷ luật thì hưởng đến khi nào?",
        {
            AfterEnd.NOTHING: "Dừng từ ngày thôi diện.",
            AfterEnd.REST_OF_PERIOD: "Hưởng hết kỳ đang tính (tháng, quý), dừng từ kỳ sau.",
            AfterEnd.TO_RELATIVES: "Thân nhân được nhận khoản này sau ngày thôi diện.",
        },
        True,
    ),
    Question(
        "base_on",
        "Lương cơ sở, mức chuẩn đổi giữa kỳ thì lấy mức nào?",
        {
            BaseOn.EACH_PERIOD: "Mỗi tháng, mỗi quý lấy mức đang áp dụng vào ngày đầu kỳ; kỳ đầu "
            "lấy mức của ngày bắt đầu hưởng.",
            BaseOn.EVENT: "Lấy mức đang áp dụng vào ngày quyết định cho cả thời gian.",
        },
        True,
    ),
    Question(
        "late_claims",
        "Đề nghị muộn thì đến khi nào còn nhận?",
        {
            LateClaims.ALWAYS: "Luôn nhận; hưởng theo năm của sự việc, chi vào năm ngân sách lúc "
            "duyệt.",
            LateClaims.NEXT_MARCH: "Nhận đến hết ngày 31/3 năm sau; hưởng theo năm của sự việc.",
            LateClaims.SAME_YEAR: "Chỉ nhận trong năm của sự việc.",
        },
        True,
    ),
    Question(
        "pro_rating",
        "Chuyến đi, đợt nghỉ bị rút ngắn thì tính thế nào?",
        {
            ProRating.FULL: "Hưởng đủ mức.",
            ProRating.BY_DAY: "Hưởng theo số ngày thực tế trên số ngày theo kế hoạch.",
        },
        True,
    ),
    Question(
        "rounding",
        "Số tiền lẻ làm tròn thế nào?",
        {
            Rounding.DONG: "Làm tròn đến đồng, từ nửa đồng thì lên.",
            Rounding.THOUSAND: "Làm tròn đến nghìn đồng, từ 500 đồng thì lên.",
            Rounding.THOUSAND_DOWN: "Bỏ phần lẻ dưới nghìn đồng.",
        },
        True,
    ),
)

_ANSWERS = {question.code: type(next(iter(question.answers))) for question in QUESTIONS}


def settings_from(answers: Mapping[str, str], basis: Settings | None = None) -> Settings:
    """Settings of codes and answers as they are stored; what is not answered is as in ``basis``.

    Raises ``ValueError`` for a question or an answer that isn't known.
    """
    basis = basis or DEFAULTS
    if unknown := set(answers) - set(_ANSWERS):
        raise ValueError(f"không có câu hỏi {', '.join(sorted(unknown))}")
    given = {code: _ANSWERS[code](answer) for code, answer in answers.items()}
    kept = {field.name: getattr(basis, field.name) for field in fields(Settings)}
    return Settings(**(kept | given))
