"""One benefit: what it is, and on what page each of its rules is typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.gates import requires
from policies import drafting
from policies.drafting.changing import stamp_of
from policies.editing.families import families_of
from policies.editing.forms.benefits import BenefitForm
from policies.editing.forms.versions import AnswersForm
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.models import Resolution


@requires("resolution_edit")
@of_a_draft
def benefit_edit(request: HttpRequest, resolution: Resolution, benefit: str) -> HttpResponse:
    row = get_object_or_404(resolution.benefits, code=benefit)
    stamp, title = stamp_of([row]), str(row)
    data = request.POST if request.method == "POST" else None
    form = BenefitForm(data, instance=row)
    answers = AnswersForm(data, answers=row.settings, of_benefit=True, prefix="answers")
    error = None
    if data is not None and form.is_valid() & answers.is_valid():
        row.settings = answers.answers
        try:
            drafting.save_benefit(benefit=row, seen=stamp_sent(request), by=request.user)
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, f"Đã lưu {row}.")
            return redirect("benefit_edit", resolution.code, row.code)
    context: dict[str, Any] = {
        "benefit": row,
        "title": title,
        "form": form,
        "answers": answers,
        "stamp": stamp,
        "families": families_of(resolution, row),
    }
    problems = problems_of(form, answers, error=error) if form.is_bound else []
    return draft_page(request, resolution, "policies/editing/benefit_edit.html", context, problems)
