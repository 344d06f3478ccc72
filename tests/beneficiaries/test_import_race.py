"""Two tabs, one import: on real connections, each in its own transaction."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from beneficiaries.importing import ImportRefused, confirm_batch, judge_file
from beneficiaries.models import Cadre
from tests.beneficiaries.conftest import AN, BINH, workbook


@pytest.mark.django_db(transaction=True)
def test_a_double_confirmation_imports_once(law, body, clerk):
    content = workbook(AN, BINH)
    batch = judge_file(kind="registry", content=content, file_name="a.xlsx", by=clerk)
    together = Barrier(2)

    def confirm(_: int) -> str:
        together.wait()
        try:
            confirm_batch(batch_id=batch.pk, by=clerk, whole=True)
            return "written"
        except ImportRefused as refused:
            return refused.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(confirm, range(2)))
    assert outcomes == ["Lượt này đã được nhập rồi; không nhập lần thứ hai.", "written"]
    assert Cadre.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_files_with_one_person_make_one_person(law, body, clerk):
    content = workbook(AN)
    batches = [
        judge_file(kind="registry", content=content, file_name=name, by=clerk)
        for name in ("a.xlsx", "b.xlsx")
    ]
    together = Barrier(2)

    def confirm(key: int) -> bool:
        together.wait()
        try:
            confirm_batch(batch_id=key, by=clerk, whole=True)
            return True
        except ImportRefused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(confirm, [batch.pk for batch in batches]))
    assert sorted(outcomes) == [False, True]
    assert Cadre.objects.count() == 1
