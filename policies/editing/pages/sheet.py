"""The rates as one sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.gates import requires
from policies import drafting
from policies.editing.judging import judge
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.editing.sheet import Sheet
from policies.models import Resolution


@requires("resolution_edit")
@of_a_draft
def draft_sheet(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """All of it is saved, or every wrong cell is marked and nothing typed is lost."""
    if request.method != "POST":
        return draft_page(
            request, resolution, "policies/editing/draft_sheet.html", {"sheet": Sheet(resolution)}
        )
    sheet = Sheet(resolution, request.POST)
    judgement = judge(sheet)
    problems = judgement.problems
    if not problems:
        try:
            drafting.save_sheet(
                resolution=resolution,
                changed=judgement.changed,
                made=judgement.made,
                removed=judgement.removed,
                seen=stamp_sent(request),
                by=request.user,
            )
        except ValidationError as refused:
            problems = problems_of(error=refused)
        else:
            messages.success(request, judgement.words)
            return redirect("draft_sheet", resolution.code)
    return draft_page(
        request, resolution, "policies/editing/draft_sheet.html", {"sheet": sheet}, problems
    )
