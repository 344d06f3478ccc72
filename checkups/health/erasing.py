"""Health data that this app holds of a person whose records become a state secret."""

from collections.abc import Iterable

from django.db.models import F

from accounts.models import User
from beneficiaries.models import Cadre
from beneficiaries.secrecy import ERASED, HealthData
from checkups.models import (
    AbsenceReason,
    CriticalIllness,
    DrugSupply,
    HealthResult,
    HospitalStay,
    RosterEntry,
)
from claims.models import Claim

PAID_FOR = (
    "hãy hủy từng sự việc trước. Hồ sơ đã duyệt, đã chi thì không hủy được và không đánh dấu được; "
    "hồ sơ sức khỏe từ nay lưu ngoài phần mềm."
)


def _diagnoses(cadre: Cadre) -> list[HospitalStay]:
    """Sealed, so that only looking tells whether there is one; withdrawn stays as well."""
    return [stay for stay in HospitalStay.objects.filter(cadre=cadre) if stay.diagnosis]


def _erase_diagnoses(cadre: Cadre, by: User) -> None:
    stays = [stay.pk for stay in _diagnoses(cadre)]
    HospitalStay.objects.filter(pk__in=stays).update(diagnosis="")


def _erase_results(cadre: Cadre, by: User) -> None:
    HealthResult.objects.filter(cadre=cadre).delete()


def _in_hospital(cadre: Cadre) -> int:
    return RosterEntry.objects.filter(cadre=cadre, absence_reason=AbsenceReason.IN_HOSPITAL).count()


def _erase_absences(cadre: Cadre, by: User) -> None:
    absent = RosterEntry.objects.filter(cadre=cadre, absence_reason=AbsenceReason.IN_HOSPITAL)
    absent.update(absence_reason=AbsenceReason.OTHER, absence_note=ERASED, version=F("version") + 1)


def _withdrawn_illnesses(cadre: Cadre) -> int:
    withdrawn = CriticalIllness.objects.filter(cadre=cadre).exclude(cancelled_at=None)
    return withdrawn.exclude(disease=ERASED).count()


def _erase_illnesses(cadre: Cadre, by: User) -> None:
    withdrawn = CriticalIllness.objects.filter(cadre=cadre).exclude(cancelled_at=None)
    _forget_summaries(CriticalIllness.KIND, withdrawn.values_list("pk", flat=True))
    withdrawn.update(disease=ERASED, facility_name=ERASED, note="")


def _withdrawn_drugs(cadre: Cadre) -> int:
    withdrawn = DrugSupply.objects.filter(cadre=cadre).exclude(cancelled_at=None)
    return withdrawn.exclude(item=ERASED).count()


def _erase_drugs(cadre: Cadre, by: User) -> None:
    withdrawn = DrugSupply.objects.filter(cadre=cadre).exclude(cancelled_at=None)
    _forget_summaries(DrugSupply.KIND, withdrawn.values_list("pk", flat=True))
    withdrawn.update(item=ERASED, note="")


def _forget_summaries(kind: str, facts: Iterable[int]) -> None:
    """What the approver was to read of facts that were withdrawn; such claims are never sealed."""
    Claim.objects.filter(fact_kind=kind, fact_id__in=facts).update(summary=[])


HEALTH_DATA = (
    HealthData(
        "phân loại sức khỏe",
        lambda cadre: HealthResult.objects.filter(cadre=cadre).count(),
        _erase_results,
    ),
    HealthData("chẩn đoán khi nằm viện", lambda cadre: len(_diagnoses(cadre)), _erase_diagnoses),
    HealthData("lý do vắng khám vì ốm, nằm viện", _in_hospital, _erase_absences),
    HealthData("trường hợp bệnh hiểm nghèo đã hủy", _withdrawn_illnesses, _erase_illnesses),
    HealthData("lần cấp thuốc đã hủy", _withdrawn_drugs, _erase_drugs),
    HealthData(
        "trường hợp mắc bệnh hiểm nghèo",
        lambda cadre: CriticalIllness.objects.standing().filter(cadre=cadre).count(),
        instead=PAID_FOR,
    ),
    HealthData(
        "lần cấp thuốc đặc trị",
        lambda cadre: DrugSupply.objects.standing().filter(cadre=cadre).count(),
        instead=PAID_FOR,
    ),
)
