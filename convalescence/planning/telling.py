"""Why a person is where he is, in sentences that a clerk can read aloud."""

from config.formatting import count
from convalescence.models import Form, Standing
from convalescence.planning.turns import Turn


def last_time(turn: Turn) -> str:
    if turn.last_year is None:
        return f"Chưa đi lần nào từ khi thuộc diện (năm {turn.first_year})."
    return f"Lần gần nhất năm {turn.last_year} ({Form(turn.last_form).label.lower()})."


def when_due(turn: Turn) -> str:
    """Whether it is the person's turn; if not, when it comes."""
    every = _every(turn)
    if not turn.is_due:
        return f"{turn.group_name} {every}: đến lượt vào năm {turn.due_since}."
    if turn.is_passed_over:
        return (
            f"{turn.group_name} {every}: đã đến lượt từ năm {turn.due_since}, "
            f"chưa được đi {turn.missed} năm trước năm {turn.year}."
        )
    return f"{turn.group_name} {every}: đến lượt năm {turn.year}."


def _every(turn: Turn) -> str:
    """How often, and in which period the plan's year lies where periods are fixed."""
    every = "mỗi năm một lần" if turn.cycle == 1 else f"{turn.cycle} năm một lần"
    period = turn.period(turn.year)
    if period is None:
        return every
    return f"{every}, theo kỳ từ năm {turn.anchor} (năm {turn.year} thuộc kỳ {_years(period)})"


def _years(period: tuple[int, int]) -> str:
    return f"{period[0]}–{period[1]}"


def earlier_list(turn: Turn) -> str:
    """What the list of an earlier year said; empty without one."""
    if turn.before_year is None or turn.before_standing == Standing.CHOSEN:
        return ""
    standing = Standing(turn.before_standing)
    place = f", thứ {count(turn.before_position or 0)}" if standing == Standing.WAITING else ""
    return f"Danh sách năm {turn.before_year}: {standing.label.lower()}{place}."


def why(turn: Turn) -> list[str]:
    """Everything that is known of the turn."""
    return [words for words in (last_time(turn), when_due(turn), earlier_list(turn)) if words]


def not_due(turn: Turn) -> str:
    """Why it isn't the person's turn, for who asks for it."""
    return f"{turn.name} chưa đến lượt. {last_time(turn)} {when_due(turn)}"
