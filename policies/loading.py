"""Pack ⇄ database: a whole resolution goes in as data and comes out the same."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from accounts.models import User
from policies import actions
from policies.models import BeneficiaryGroup, Benefit, Limit, Payer, Rate, Resolution, Scheme
from policies.pack_format import (
    BENEFIT,
    GROUP,
    LIMIT,
    PAYER,
    RATE,
    RESOLUTION,
    SCHEME,
    PackError,
    Row,
    canonical_pack,
    fold,
)

Groups = dict[str | None, BeneficiaryGroup | None]  # by code; None is for every group

PACKS = Path(__file__).resolve().parent / "packs"


# --- in --------------------------------------------------------------------------------------


def load_pack(source: Path | str, *, by: User | None, release: bool) -> Resolution:
    """Store the pack of a file, or of a name in ``policies/packs``; maybe put it in force.

    The same pack again changes nothing. A draft is replaced by what the pack says; a released
    resolution is law and a pack that differs from it is refused. Raises ``PackError``.
    """
    return store_pack(read_pack(source), by=by, release=release)


def read_pack(source: Path | str) -> Row:
    """The canonical form of a pack file; a bare name is looked for in ``policies/packs``."""
    path = Path(source)
    if not path.suffix:
        path = PACKS / f"{source}.yaml"
    try:
        return parse_pack(path.read_bytes())
    except FileNotFoundError:
        raise PackError([f"Không có tệp {path.name}."]) from None


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
    return canonical_pack(data)


@transaction.atomic
def store_pack(pack: Row, *, by: User | None, release: bool) -> Resolution:
    """Write a canonical pack; see ``load_pack``.

    The name of a scheme and the opening dates of payers aren't law: they follow the pack.
    """
    scheme = _keep(Scheme, "scheme", pack["scheme"])
    payers = {
        row["code"]: _keep(Payer, f"payers[{index}]", row)
        for index, row in enumerate(pack["payers"])
    }
    resolution = Resolution.objects.filter(code=pack["resolution"]["code"]).first()
    if resolution is None or _law_in(dump_pack(resolution)) != _law_in(pack):
        resolution = _write(pack, resolution, scheme, payers)
    if release and not resolution.is_released:
        try:
            resolution = actions.release(resolution=resolution, by=by)
        except ValidationError as error:
            raise PackError([f"resolution: {text}" for text in error.messages]) from None
    return resolution


def _law_in(pack: Row) -> Row:
    return {part: pack[part] for part in ("resolution", "groups", "benefits")} | {
        "scheme": pack["scheme"]["code"]
    }


def _keep[M: models.Model](model: type[M], path: str, row: Row) -> M:
    """The row with this code, made or brought up to date."""
    found = model._default_manager.filter(code=row["code"]).first()
    return _save(found or model(), path, row)


def _save[M: models.Model](row: M, path: str, values: Row) -> M:
    """One row validated and saved."""
    filled = _filled(row, path, values)
    with _constraints_told_by(path, type(row)):
        filled.save()
    return filled


def _save_all[M: models.Model](
    model: type[M], path: str, rows: Sequence[tuple[str, Row]]
) -> list[M]:
    """Many rows, each with its path, in one statement."""
    filled = [_filled(model(), own_path, values) for own_path, values in rows]
    with _constraints_told_by(path, model):
        return model._default_manager.bulk_create(filled)


def _filled[M: models.Model](row: M, path: str, values: Row) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    try:
        # What a row points to was just fetched or made and needs no looking up.
        row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    except ValidationError as error:
        raise PackError(
            [f"{path}.{field}: {text}" for field, [text, *_] in error.message_dict.items()]
        ) from None
    return row


@contextmanager
def _constraints_told_by(path: str, model: type[models.Model]) -> Iterator[None]:
    """What the database refuses, in the words of the constraint.

    ``pack_format`` sees nearly all of it first and tells the exact place; this is the wall
    behind it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
        told = {each.name: each.violation_error_message for each in model._meta.constraints}
        raise PackError([f"{path}: {told.get(name, error)}"]) from error


def _write(
    pack: Row, draft: Resolution | None, scheme: Scheme, payers: dict[str, Payer]
) -> Resolution:
    if draft is not None:
        _clear(draft)
    head = pack["resolution"]
    resolution = _save(
        draft or Resolution(),
        "resolution",
        {**head, "scheme": scheme, "replaces": _replaced(head["replaces"])},
    )
    groups: Groups = {None: None}
    for group in _save_all(BeneficiaryGroup, "groups", _group_rows(pack, resolution)):
        groups[group.code] = group
    benefits = _save_all(Benefit, "benefits", _benefit_rows(pack, resolution))
    _save_all(Rate, "benefits", _rate_rows(pack, benefits, groups, payers))
    _save_all(Limit, "benefits", _limit_rows(pack, benefits, groups))
    return resolution


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
        Limit.objects.filter(benefit__resolution=draft).delete()
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
        values = _without(row, "rates", "limits", "payee") | {
            "resolution": resolution,
            "position": index + 1,
            "payee_kind": row["payee"],
        }
        rows.append((f"benefits[{index}]", values))
    return rows


def _rate_rows(
    pack: Row, benefits: Sequence[Benefit], groups: Groups, payers: dict[str, Payer]
) -> list[tuple[str, Row]]:
    rows = []
    for path, benefit, row in _parts(pack, benefits, "rates"):
        values = _without(row, "groups", "kind") | {
            "benefit": benefit,
            "amount_kind": row["kind"],
            "hospital_levels": " ".join(row["hospital_levels"]),
            "payer": payers[row["payer"]],
        }
        rows += [(path, {**values, "group": groups[code]}) for code in row["groups"]]
    return rows


def _limit_rows(pack: Row, benefits: Sequence[Benefit], groups: Groups) -> list[tuple[str, Row]]:
    rows = []
    for path, benefit, row in _parts(pack, benefits, "limits"):
        values = _without(row, "groups") | {"benefit": benefit}
        rows += [(path, {**values, "group": groups[code]}) for code in row["groups"]]
    return rows


def _parts(pack: Row, benefits: Sequence[Benefit], part: str) -> Iterator[tuple[str, Benefit, Row]]:
    for index, (given, benefit) in enumerate(zip(pack["benefits"], benefits, strict=True)):
        for number, row in enumerate(given[part]):
            yield f"benefits[{index}].{part}[{number}]", benefit, row


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


# --- out -------------------------------------------------------------------------------------


def dump_pack(resolution: Resolution) -> Row:
    """The resolution in the canonical form of a pack, with every payer known."""
    benefits = resolution.benefits.order_by("position").prefetch_related(
        models.Prefetch("rates", Rate.objects.order_by("id").select_related("group", "payer")),
        models.Prefetch("limits", Limit.objects.order_by("id").select_related("group")),
    )
    return {
        "scheme": _values(resolution.scheme, SCHEME),
        "resolution": _values(resolution, RESOLUTION)
        | {"replaces": resolution.replaces.code if resolution.replaces else None},
        "groups": [_values(group, GROUP) for group in resolution.groups.order_by("position")],
        "payers": [_values(payer, PAYER) for payer in Payer.objects.order_by("id")],
        "benefits": [_dump_benefit(benefit) for benefit in benefits],
    }


def pack_text(resolution: Resolution) -> str:
    """The resolution as a pack file, without what goes without saying."""
    spoken = {
        part: [_spoken(row) for row in rows] if isinstance(rows, list) else _spoken(rows)
        for part, rows in dump_pack(resolution).items()
    }
    return yaml.safe_dump(spoken, allow_unicode=True, sort_keys=False, width=100)


def _spoken(row: Row) -> Row:
    kept = {}
    for name, value in row.items():
        if name in ("rates", "limits"):
            kept[name] = [_spoken(each) for each in value]
        elif value not in (None, "", [], [None]):
            kept[name] = value
    return kept


def _dump_benefit(benefit: Benefit) -> Row:
    values = _values(benefit, BENEFIT, payee="payee_kind", rates=None, limits=None)
    return values | {
        "rates": fold([_dump_rate(rate) for rate in benefit.rates.all()]),
        "limits": fold([_dump_limit(limit) for limit in benefit.limits.all()]),
    }


def _dump_rate(rate: Rate) -> Row:
    values = _values(rate, RATE, kind="amount_kind", groups=None)
    return values | {
        "groups": [rate.group.code if rate.group else None],
        "hospital_levels": rate.hospital_levels.split(),
        "payer": rate.payer.code,
    }


def _dump_limit(limit: Limit) -> Row:
    values = _values(limit, LIMIT, groups=None)
    return values | {"groups": [limit.group.code if limit.group else None]}


def _values(row: models.Model, fields: Row, **columns: str | None) -> Row:
    """The fields of a pack row from a database row; ``columns`` names those called otherwise.

    A column of None is left to the caller, keeping its place.
    """
    values: dict[str, Any] = {}
    for name in fields:
        column = columns.get(name, name)
        values[name] = getattr(row, column) if column else None
    return values
