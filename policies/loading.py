"""Pack ⇄ database: a whole resolution goes in as data and comes out the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from policies import life
from policies.cases import draft_of, keep_cases
from policies.dumping import dump_pack
from policies.models import (
    BeneficiaryGroup,
    Benefit,
    DraftEdit,
    Limit,
    Payer,
    Rate,
    Relation,
    Resolution,
    ResolutionStatus,
    Scheme,
    Threshold,
)
from policies.packing.format import canonical_pack
from policies.packing.shapes import PackError, Row
from policies.packing.writing import keep, keep_payers, save, save_all
from policies.standards import keep_national_standards, keep_standards, known_elsewhere

Groups = dict[str | None, BeneficiaryGroup | None]  # by code; None is for every group

PACKS = Path(__file__).resolve().parent / "packs"
PACK_PAGE = "pack"  # how a whole file is told among the edits of a draft


# --- in --------------------------------------------------------------------------------------


def load_pack(source: Path | str, *, by: User | None, release: bool) -> Resolution:
    """Store the pack of a file, or of a name in ``policies/packs``; maybe put it in force.

    The same pack again changes nothing. A draft is replaced by what the pack says; a released
    resolution is law and a pack that differs from it is refused. What it replaces is loaded
    before it, where it isn't there yet but in ``policies/packs``. Raises ``PackError``.
    """
    pack = read_pack(source)
    replaced = pack["resolution"]["replaces"]
    is_known = not replaced or Resolution.objects.filter(code=replaced).exists()
    if not is_known and path_of(replaced).exists():
        load_pack(replaced, by=by, release=release)
    return store_pack(pack, by=by, release=release)


def read_pack(source: Path | str) -> Row:
    """The canonical form of a pack file; a bare name is looked for in ``policies/packs``."""
    path = path_of(source)
    try:
        return parse_pack(path.read_bytes())
    except FileNotFoundError:
        raise PackError([f"Không có tệp {path.name}."]) from None


def path_of(source: Path | str) -> Path:
    path = Path(source)
    return path if path.suffix else PACKS / f"{source}.yaml"


def parse_pack(content: bytes) -> Row:
    """The canonical form of the text of a pack. Raises ``PackError``, whatever it is given."""
    try:
        data = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise PackError(["Đây không phải tệp chữ YAML đọc được (bảng mã UTF-8)."]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else "trong tệp"
        raise PackError(
            [f"Không đọc được YAML ở {where}: hãy xem lại thụt đầu dòng, dấu hai chấm, ngoặc."]
        ) from None
    except yaml.YAMLError:
        raise PackError(["Đây không phải tệp chữ YAML đọc được."]) from None
    return canonical_pack(data, known_elsewhere)


@transaction.atomic
def store_pack(pack: Row, *, by: User | None, release: bool) -> Resolution:
    """Write a canonical pack; see ``load_pack``.

    The name of a scheme and the opening dates of payers aren't law: they follow the pack.
    A draft is made by ``by``, unless somebody made it before: then ``by`` changed it. What is
    put in force in one go has no maker but the set-up.
    Solved cases aren't law either: those of the pack are added or take the place of those with
    their titles, and no case goes.
    """
    scheme = keep(Scheme, "scheme", pack["scheme"])
    payers = keep_payers(pack["payers"])
    keep_national_standards()
    keep_standards(pack, by=by)
    resolution = Resolution.objects.filter(code=pack["resolution"]["code"]).first()
    if resolution is None or _law_in(_as_released(resolution, pack)) != _law_in(pack):
        resolution = _write(pack, resolution, scheme, payers, None if release else by)
        if by:
            DraftEdit.objects.create(resolution=resolution, page=PACK_PAGE, made_by=by)
    if not resolution.is_released:
        keep_cases(resolution=resolution, drafts=map(draft_of, pack["cases"]), by=by)
    if release and not resolution.is_released:
        try:
            resolution = life.release(resolution=resolution, by=by)
        except ValidationError as error:
            raise PackError([f"resolution: {text}" for text in error.messages]) from None
    return resolution


def _as_released(resolution: Resolution, told: Row) -> Row:
    """As a pack, without a last day that only the version in its place has given it."""
    pack = dump_pack(resolution)
    if resolution.status == ResolutionStatus.SUPERSEDED and not told["resolution"]["effective_to"]:
        pack["resolution"]["effective_to"] = None
    return pack


def _law_in(pack: Row) -> Row:
    own = ("resolution", "groups", "benefits", "limits", "relations")
    return {part: pack[part] for part in own} | {"scheme": pack["scheme"]["code"]}


def _write(
    pack: Row,
    draft: Resolution | None,
    scheme: Scheme,
    payers: dict[str, Payer],
    maker: User | None,
) -> Resolution:
    if draft is not None:
        _clear(draft)
    head = pack["resolution"]
    resolution = save(
        draft or Resolution(),
        "resolution",
        {
            **head,
            "scheme": scheme,
            "replaces": _replaced(head["replaces"]),
            **_untested(draft, maker),
        },
    )
    groups: Groups = {None: None}
    for group in save_all(BeneficiaryGroup, "groups", _group_rows(pack, resolution)):
        groups[group.code] = group
    benefits = save_all(Benefit, "benefits", _benefit_rows(pack, resolution))
    save_all(Rate, "benefits", _rate_rows(pack, benefits, groups, payers))
    save_all(Threshold, "benefits", list(_of_benefits(pack, benefits, "thresholds", groups)))
    own_limits = [
        (path, {**values, "resolution": resolution})
        for path, values in _of_benefits(pack, benefits, "limits", groups)
    ]
    shared = [
        (f"limits[{index}]", {**values, "resolution": resolution})
        for index, row in enumerate(pack["limits"])
        for values in _for_each_group(row, groups)
    ]
    save_all(Limit, "benefits", [*own_limits, *shared])
    relations = [
        (f"relations[{index}]", {**row, "resolution": resolution})
        for index, row in enumerate(pack["relations"])
    ]
    save_all(Relation, "relations", relations)
    return resolution


def _untested(draft: Resolution | None, maker: User | None) -> Row:
    """A draft written anew has to be tested anew; who made it first remains its maker."""
    made = (draft.made_by, draft.made_at) if draft and draft.made_by else None
    made_by, made_at = made or (maker, timezone.now() if maker else None)
    return {
        "status": ResolutionStatus.DRAFT,
        "tested_by": None,
        "tested_at": None,
        "made_by": made_by,
        "made_at": made_at,
    }


def _clear(draft: Resolution) -> None:
    """Take everything out of a draft, unless something already rests on it."""
    if draft.is_released:
        raise PackError(
            [
                f"resolution.code: {draft} đã ban hành trong hệ thống, không sửa được. Nội dung "
                "khác phải là một văn bản kế tiếp, với mã khác."
            ]
        )
    try:
        Rate.objects.filter(benefit__resolution=draft).delete()
        Threshold.objects.filter(benefit__resolution=draft).delete()
        draft.limits.all().delete()
        draft.relations.all().delete()
        draft.benefits.all().delete()
        draft.groups.all().delete()
    except ProtectedError:
        raise PackError(
            [f"resolution.code: đã có dữ liệu dựa vào dự thảo {draft}, không thay được."]
        ) from None


def _replaced(code: str | None) -> Resolution | None:
    if code is None:
        return None
    try:
        return Resolution.objects.get(code=code)
    except Resolution.DoesNotExist:
        raise PackError([f"resolution.replaces: chưa có văn bản mang mã “{code}”."]) from None


def _group_rows(pack: Row, resolution: Resolution) -> list[tuple[str, Row]]:
    return [
        (f"groups[{index}]", {**row, "resolution": resolution, "position": index + 1})
        for index, row in enumerate(pack["groups"])
    ]


def _benefit_rows(pack: Row, resolution: Resolution) -> list[tuple[str, Row]]:
    rows = []
    for index, row in enumerate(pack["benefits"]):
        values = _without(row, "rates", "limits", "thresholds", "payee") | {
            "resolution": resolution,
            "position": index + 1,
            "payee_kind": row["payee"],
        }
        rows.append((f"benefits[{index}]", values))
    return rows


def _rate_rows(
    pack: Row, benefits: Sequence[Benefit], groups: Groups, payers: dict[str, Payer]
) -> list[tuple[str, Row]]:
    return [
        (
            path,
            _without(values, "kind")
            | {
                "amount_kind": values["kind"],
                "payer": payers[values["payer"]],
                "bands": [_told(band) for band in values["bands"]],
                "components": [_told(component) for component in values["components"]],
            },
        )
        for path, values in _of_benefits(pack, benefits, "rates", groups)
    ]


def _told(row: Row) -> Row:
    """A small row as JSON, without what goes without saying."""
    return {name: value for name, value in row.items() if value not in (None, 0)}


def _of_benefits(
    pack: Row, benefits: Sequence[Benefit], part: str, groups: Groups
) -> Iterator[tuple[str, Row]]:
    """The rows of this part of every benefit, each with its path, one for each group."""
    for index, (given, benefit) in enumerate(zip(pack["benefits"], benefits, strict=True)):
        for number, row in enumerate(given[part]):
            for values in _for_each_group(row, groups):
                yield f"benefits[{index}].{part}[{number}]", {**values, "benefit": benefit}


def _for_each_group(row: Row, groups: Groups) -> list[Row]:
    values = _without(row, "groups", "when")
    if "when" in row:
        values["conditions"] = row["when"]
    return [{**values, "group": groups[code]} for code in row["groups"]]


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
