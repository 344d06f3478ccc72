"""The pages on which the text of a report is written, section by section."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.gates import requires
from reports.actions import SectionChanged, write_section
from reports.formats import FORMAT_WORDS
from reports.forms import SectionForm
from reports.paper import writer_for
from reports.reach import own_report
from reports.reckoning import reckon


@requires("report_write")
def section_edit(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    form = SectionForm(request.POST or None, instance=section, initial={"version": section.version})
    current = None
    if form.is_valid():
        try:
            write_section(section=section, by=request.user, **form.cleaned_data)
        except SectionChanged as changed:
            current = changed.current
            form.add_error(None, str(changed))
            # Saving again means: over the newer text, which is shown beside.
            form.data = request.POST.copy()
            form.data["version"] = str(current.version)
        else:
            messages.success(request, "Đã lưu mục.")
            return redirect("report_detail", report.pk)
    reckoning = reckon(report)
    around = reckoning.around(section)
    writer = writer_for(reckoning, around)
    context = {
        "report": report,
        "section": section,
        "heading": section.heading or "Lời mở đầu, kết thúc",
        "form": form,
        "current": current,
        "blocks": list(writer.blocks(form["body"].value() or "")),
        "figures": list(around),
        "formats": FORMAT_WORDS,
        "tables": sorted(writer.tables),
        "charts": sorted(writer.charts),
    }
    return render(request, "reports/section_edit.html", context)


@require_POST
@requires("report_write")
def section_preview(request: HttpRequest, report_id: int, section_id: int) -> HttpResponse:
    report = own_report(request, report_id)
    section = get_object_or_404(report.sections, pk=section_id)
    reckoning = reckon(report)
    writer = writer_for(reckoning, reckoning.around(section))
    blocks = list(writer.blocks(request.POST.get("body", "")))
    context = {"report": report, "blocks": blocks}
    return render(request, "reports/section_preview.html", context)
