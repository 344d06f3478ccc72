"""The paper of a report as a Word file that people go on working with.

Real styles, headings, lists and table heads; nothing is drawn by spaces. Lengths that Word can't
find out by itself (rules under a line, columns) are measured in the paper's font.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section as WordSection
from docx.shared import Length, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from config.metrics import column_widths, text_width
from config.paper import OfficialDocument
from config.pictures import png_of
from reports.printing.printed import Appendix, Block, Chart, Piece, ReportPaper, Row, Section, Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = Path(__file__).with_name("word_styles.xml")
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(18)
PORTRAIT, LANDSCAPE = (Mm(210), Mm(297)), (Mm(297), Mm(210))
UPRIGHT, WIDE = (PORTRAIT, LEFT, RIGHT), (LANDSCAPE, Mm(20), Mm(15))
TEXT_WIDTH = Length(PORTRAIT[0] - LEFT - RIGHT)
HEAD_COLUMNS = (Length(TEXT_WIDTH * 42 // 100), Length(TEXT_WIDTH * 58 // 100))
FOOT_COLUMNS = (Length(TEXT_WIDTH * 48 // 100), Length(TEXT_WIDTH * 52 // 100))
SUBJECT_INDENT = Mm(16)
CHART_WIDTH = Mm(160)  # a hair narrower than the text: what is as wide is cut at its edge
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PART_OF_LINE = 0.4  # a rule under the body and the subject: a third to a half of the line
CELL_SIZE, CELL_PADDING = 12, 10  # points
KEPT_WITH_TOTAL = 3  # rows: a total never stands alone on a page
LARGEST_WHOLE_TABLE = 10  # rows; longer tables may break between pages
MIDDLE_DASH = re.compile("-")
LOOKS = {
    0: ("<w:jc w:val='center'/>", "<w:b/><w:caps/>"),
    1: ("<w:ind w:firstLine='567'/><w:jc w:val='both'/>", "<w:b/><w:caps/>"),
    2: ("<w:ind w:firstLine='567'/><w:jc w:val='both'/>", "<w:b/>"),
    3: ("<w:ind w:firstLine='567'/><w:jc w:val='both'/>", "<w:b/>"),
    4: ("<w:ind w:firstLine='567'/><w:jc w:val='both'/>", ""),
}
BULLETS = ("-", "+")


def paper_docx(paper: ReportPaper) -> bytes:
    """The paper as .docx (Word 2013 and later, LibreOffice)."""
    word = _new_document(paper)
    _write_head(word, paper.document)
    for section in paper.sections:
        _write_section(word, section)
    _write_foot(word, paper.document)
    for name, appendix in paper.numbered_appendices:
        _write_appendix(word, name, appendix, paper.document)
    written = BytesIO()
    word.save(written)
    return written.getvalue()


# --- The empty document ---------------------------------------------------------------------


def _new_document(paper: ReportPaper) -> WordDocument:
    word = Document()
    _set_styles(word, paper.sections)
    _set_bullets(word)
    _set_language(word)
    _set_page(word.sections[0], *UPRIGHT)
    _number_pages(word.sections[0])
    document = paper.document
    properties = word.core_properties
    properties.title, properties.subject = document.title, document.subject_line
    properties.author = document.author or document.issuing_body
    properties.language, properties.comments = "vi-VN", ""
    return word


def _set_styles(word: WordDocument, sections: Iterable[Section]) -> None:
    """Our own styles instead of the library's; headings look by level, nest by depth."""
    styles = parse_xml(STYLES.read_bytes())
    depths = {section.depth: section.level for section in sections if section.depth}
    for depth, level in sorted(({1: 1, 2: 2, 3: 3, 4: 4} | depths).items()):
        styles.append(parse_xml(_heading_style(depth, level)))
    old = word.styles.element
    old[:] = styles[:]


def _heading_style(depth: int, level: int) -> str:
    place, letters = LOOKS[level]
    return (
        f"<w:style {nsdecls('w')} w:type='paragraph' w:styleId='Heading{depth}'>"
        f"<w:name w:val='heading {depth}'/><w:basedOn w:val='Normal'/><w:next w:val='BodyText'/>"
        f"<w:uiPriority w:val='9'/><w:qFormat/>"
        f"<w:pPr><w:keepNext/><w:spacing w:before='120' w:after='120' w:line='276' "
        f"w:lineRule='auto'/>{place}<w:outlineLvl w:val='{depth - 1}'/></w:pPr>"
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


def _set_bullets(word: WordDocument) -> None:
    """Points begin with a dash, points under them with a plus; the text runs on under both."""
    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='bullet'/>"
        f"<w:pStyle w:val='{style}'/><w:suff w:val='space'/><w:lvlText w:val='{sign}'/>"
        f"<w:lvlJc w:val='left'/><w:pPr><w:ind w:left='0' w:firstLine='567'/></w:pPr></w:lvl>"
        for level, (sign, style) in enumerate(
            zip(BULLETS, ("ListBullet", "ListBullet2"), strict=True)
        )
    )
    numbering = word.part.numbering_part.element
    numbering[:] = [
        parse_xml(
            f"<w:abstractNum {nsdecls('w')} w:abstractNumId='0'>"
            f"<w:multiLevelType w:val='multilevel'/>{levels}</w:abstractNum>"
        ),
        parse_xml(f"<w:num {nsdecls('w')} w:numId='1'><w:abstractNumId w:val='0'/></w:num>"),
    ]


def _set_language(word: WordDocument) -> None:
    settings = word.settings.element
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "vi-VN")
    language.attrib.pop(qn("w:eastAsia"), None)
    compatible = settings.find(qn("w:compat"))
    for setting in compatible.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _set_page(page: WordSection, size: tuple[Length, Length], left: Length, right: Length) -> None:
    page.page_width, page.page_height = size
    page.orientation = WD_ORIENT.LANDSCAPE if size == LANDSCAPE else WD_ORIENT.PORTRAIT
    page.left_margin, page.right_margin = left, right
    page.top_margin, page.bottom_margin = TOP, BOTTOM
    page.header_distance, page.footer_distance = Mm(9), Mm(9)


def _number_pages(page: WordSection) -> None:
    """In the middle of the top margin, not on the first page."""
    page.different_first_page_header_footer = True
    page.first_page_header.is_linked_to_previous = False
    page.header.is_linked_to_previous = False
    paragraph = page.header.paragraphs[0]
    paragraph.style = "Header"
    for part in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if part == "PAGE":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = " PAGE "
            run._r.append(words)
        else:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), part)
            run._r.append(sign)


# --- Head and foot --------------------------------------------------------------------------


def _write_head(word: WordDocument, document: OfficialDocument) -> None:
    table = _frame(word, HEAD_COLUMNS, rows=2)
    (names, state), (number, day) = (row.cells for row in table.rows)
    if document.superior_body:
        _line(names, "Cơ quan chủ quản", document.superior_body)
    _line(names, "Cơ quan ban hành", document.issuing_body)
    _rule(names, document.issuing_body.upper(), HEAD_COLUMNS[0], size=12, part=PART_OF_LINE)
    _line(state, "Quốc hiệu", COUNTRY)
    _line(state, "Tiêu ngữ", MOTTO)
    _rule(state, MOTTO, HEAD_COLUMNS[1], size=13, part=1)
    _line(number, "Số, ký hiệu", f"Số: {document.number_and_symbol}")
    if document.is_draft:
        _framed(_line(number, "Dấu dự thảo", "").add_run(" DỰ THẢO "))
    _line(day, "Địa danh, thời gian", document.place_and_date)
    _write_title(word, document)
    _write_addressees(word, document)
    for basis in document.basis_lines:
        word.add_paragraph(basis, "Căn cứ")


def _write_title(word: WordDocument, document: OfficialDocument) -> None:
    word.add_paragraph(document.type_name, "Tên loại văn bản")
    word.add_paragraph(document.subject_line, "Trích yếu")
    width = Length(TEXT_WIDTH - 2 * SUBJECT_INDENT)
    rule = _rule(word, document.subject_line, width, size=14, part=PART_OF_LINE)
    for side in ("left_indent", "right_indent"):
        setattr(rule.paragraph_format, side, getattr(rule.paragraph_format, side) + SUBJECT_INDENT)
    rule.paragraph_format.space_after = Pt(10)


def _write_addressees(word: WordDocument, document: OfficialDocument) -> None:
    if document.sole_addressee:
        line = word.add_paragraph(f"Kính gửi: {document.sole_addressee}.", "Kính gửi")
        line.paragraph_format.alignment = 1
        line.paragraph_format.space_after = Pt(10)
    elif document.addressees:
        words, left = "Kính gửi", Mm(22)
        first = word.add_paragraph(f"{words}:", "Kính gửi")
        first.paragraph_format.left_indent = left
        under_colon = left + Pt(text_width(words, 14))
        for addressee in document.addressee_lines:
            line = word.add_paragraph(f"- {addressee}", "Kính gửi")
            line.paragraph_format.left_indent = Length(under_colon + Pt(text_width("- ", 14)))
            line.paragraph_format.first_line_indent = Length(-Pt(text_width("- ", 14)))
        line.paragraph_format.space_after = Pt(10)


def _write_foot(word: WordDocument, document: OfficialDocument) -> None:
    """Recipients and signature stay together and with the last words of the text."""
    last = word.paragraphs[-1]
    last.paragraph_format.keep_with_next = True
    last.paragraph_format.space_after = Pt(14)
    table = _frame(word, FOOT_COLUMNS, rows=1)
    recipients, signature = table.rows[0].cells
    _line(recipients, "Nơi nhận, đầu mục", "Nơi nhận:")
    for recipient in document.recipient_lines:
        _line(recipients, "Nơi nhận", f"- {recipient}")
    for post in document.signing_lines:
        _line(signature, "Quyền hạn, chức vụ", post)
    _line(signature, "Người ký", document.signer_name)
    # Word wants a paragraph after a table; it must not need a page for itself.
    word.add_paragraph(style="Sau bảng").paragraph_format.line_spacing = Pt(1)


def _frame(word: WordDocument, widths: Sequence[Length], rows: int) -> WordTable:
    """A table without lines that holds its parts side by side."""
    table = word.add_table(rows, len(widths))
    sides = "".join(f"<w:{side} w:w='0' w:type='dxa'/>" for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)
    _set_widths(table, widths)
    for row in table.rows:
        _keep_whole(row)
    return table


def _line(cell: WordCell, style: str, words: str) -> Paragraph:
    """A further line of a cell; its first paragraph is there from the beginning."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) == 1 and first.style.name == "Normal":
        first.style = style
        first.add_run(words)
        return first
    return cell.add_paragraph(words, style)


def _rule(
    under: WordCell | WordDocument, words: str, width: Length, *, size: float, part: float
) -> Paragraph:
    """A line below words that were printed in bold: as long as they are, or ``part`` of it."""
    length = min(Pt(text_width(words, size, bold=True)), width) * part
    rule = under.add_paragraph(style="Kẻ ngang")
    indent = Length(round((width - length) / 2))
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = indent
    return rule


def _framed(run: Run) -> None:
    run._r.get_or_add_rPr().append(
        parse_xml(f"<w:bdr {nsdecls('w')} w:val='single' w:sz='6' w:space='0' w:color='000000'/>")
    )


# --- Text -----------------------------------------------------------------------------------


def _write_section(word: WordDocument, section: Section) -> None:
    if section.heading:
        word.add_paragraph(section.title, f"Heading {section.depth}")
    for block in section.blocks:
        _write_block(word, block)


def _write_block(word: WordDocument, block: Block) -> None:
    if block.table:
        _write_table(word, block.table, TEXT_WIDTH)
    elif block.chart:
        _write_chart(word, block.chart)
    else:
        styles = {"point": "List Bullet", "subpoint": "List Bullet 2"}
        paragraph = word.add_paragraph(style=styles.get(block.kind, "Body Text"))
        for piece in block.pieces:
            _write_piece(paragraph, piece)


def _write_piece(paragraph: Paragraph, piece: Piece) -> None:
    if piece.problem:
        run = paragraph.add_run(f"[?{piece.text}: {piece.problem}]")
        run.bold = True
        _framed(run)
    elif piece.is_number:
        _write_unbroken(paragraph.add_run(), piece.text)
    else:
        paragraph.add_run(piece.text)


def _write_unbroken(run: Run, number: str) -> None:
    """The number of a document: Word would break it after a hyphen."""
    for place, part in enumerate(MIDDLE_DASH.split(number)):
        if place:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        words = OxmlElement("w:t")
        words.text = part
        run._r.append(words)


def _write_chart(word: WordDocument, chart: Chart) -> None:
    picture = BytesIO(png_of(chart.svg, width=CHART_WIDTH.mm))
    shape = word.add_paragraph(style="Biểu đồ").add_run().add_picture(picture, CHART_WIDTH)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")  # unsaid, LibreOffice leaves an eighth of an inch
    described = shape._inline.docPr
    described.set("title", chart.caption)
    described.set("descr", chart.told)
    word.add_paragraph(chart.caption, "Tên biểu đồ")


# --- Tables ---------------------------------------------------------------------------------


def _write_table(word: WordDocument, table: Table, width: Length, *, caption: bool = True) -> None:
    if caption:
        word.add_paragraph(table.caption, "Caption")
    if table.unit_note:
        word.add_paragraph(table.unit_note, "Đơn vị tính")
    drawn = word.add_table(0, len(table.heads), "Bảng số liệu")
    _write_row(drawn, [(head, "centre") for head in table.heads], bold=True)
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        cells = [(cell.text, cell.kind) for cell in row.cells]
        _write_row(drawn, cells, bold=row.look == "total", italic=row.look == "part")
    _set_widths(drawn, _column_widths(table, width))
    whole = len(table.rows) < LARGEST_WHOLE_TABLE
    _keep_together(drawn.rows if whole else drawn.rows[-KEPT_WITH_TOTAL:])
    for words in [*([table.closing] if table.closing else []), *table.notes]:
        word.add_paragraph(words, "Bằng chữ")
    else:
        word.add_paragraph(style="Sau bảng")


def _write_row(
    table: WordTable, cells: Sequence[tuple[str, str]], *, bold: bool = False, italic: bool = False
) -> None:
    styles = {"number": "Ô bảng, số", "centre": "Ô bảng, giữa"}
    row = table.add_row()
    _keep_whole(row)
    for cell, (words, kind) in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = styles.get(kind, "Ô bảng")
        run = paragraph.add_run(words)
        run.bold, run.italic = bold or None, italic or None
        if kind == "number":
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))


def _column_widths(table: Table, whole: Length) -> list[Length]:
    texts = [
        [head, *(_unbroken(row, place) for row in table.rows)]
        for place, head in enumerate(table.heads)
    ]
    return [Pt(width) for width in column_widths(texts, whole.pt, CELL_SIZE, CELL_PADDING)]


def _unbroken(row: Row, place: int) -> str:
    """Numbers keep to one line."""
    cell = row.cells[place]
    return cell.text.replace(" ", "\N{NO-BREAK SPACE}") if cell.kind == "number" else cell.text


def _set_widths(table: WordTable, widths: Sequence[Length]) -> None:
    """In the grid and in every cell: Word reads the one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_together(rows: Sequence[Any]) -> None:
    for row in rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


# --- Appendices -----------------------------------------------------------------------------


def _new_section(word: WordDocument) -> WordSection:
    """A new section whose break lies in the small paragraph that is there already.

    The library puts it into one more paragraph, which may need a page for itself.
    """
    page = word.add_section(WD_SECTION.NEW_PAGE)
    last, broken = word.paragraphs[-2:]
    [break_] = broken._p.xpath("./w:pPr/w:sectPr")
    last._p.get_or_add_pPr().append(break_)
    broken._p.getparent().remove(broken._p)
    return page


def _write_appendix(
    word: WordDocument, name: str, appendix: Appendix, document: OfficialDocument
) -> None:
    """On pages of its own, which it counts by itself."""
    page = _new_section(word)
    size, left, right = WIDE if appendix.wide else UPRIGHT
    _set_page(page, size, left, right)
    page.different_first_page_header_footer = True
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    page._sectPr.insert_element_before(
        counted, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"
    )
    word.add_paragraph(name, "Phụ lục, số")
    word.add_paragraph(appendix.title, "Phụ lục, tên")
    word.add_paragraph(f"({document.attached_to})", "Phụ lục, kèm theo")
    _write_table(word, appendix.table, Length(size[0] - left - right), caption=False)
