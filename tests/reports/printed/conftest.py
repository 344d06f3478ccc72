"""The sample paper drawn once for all who look at it: nobody changes what was drawn."""

import pytest

from reports.printing.word import paper_docx
from reports.writing.paper import paper_pdf
from tests.reports.printed.office import converted
from tests.reports.printed.reading import Printed
from tests.reports.printed.sample import a_draft, a_paper


@pytest.fixture(scope="session")
def paper_as_pdf() -> bytes:
    return paper_pdf(a_paper())


@pytest.fixture(scope="session")
def paper_as_word() -> bytes:
    return paper_docx(a_paper())


@pytest.fixture(scope="session")
def printed(paper_as_pdf: bytes) -> Printed:
    return Printed(paper_as_pdf)


@pytest.fixture(scope="session")
def draft() -> Printed:
    return Printed(paper_pdf(a_draft()))


@pytest.fixture(scope="session")
def opened(paper_as_word: bytes, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The Word file as LibreOffice prints it; for tests that need LibreOffice."""
    return Printed(converted(paper_as_word, tmp_path_factory.mktemp("office")))
