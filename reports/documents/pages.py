"""The register of documents that reports cite."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from accounts.gates import requires
from config.web import paginate
from policies.models import Resolution
from reports.documents.actions import enter_document
from reports.documents.forms import CitedDocumentForm
from reports.models import CitedDocument


@requires("document_view")
def document_list(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("tim", "").strip()
    documents = CitedDocument.objects.visible_to(request.user)
    resolutions = Resolution.objects.visible_to(request.user).released().order_by("-issued_on")
    if wanted:
        asked = Q(number__icontains=wanted) | Q(subject__icontains=wanted)
        asked |= Q(doc_type__icontains=wanted) | Q(issuer__icontains=wanted)
        documents, resolutions = documents.filter(asked), resolutions.filter(asked)
    context = {
        "page": paginate(request, documents),
        "resolutions": resolutions,
        "wanted": wanted,
        "may_edit": request.user.may("document_edit"),
    }
    return render(request, "reports/document_list.html", context)


@requires("document_edit")
def document_create(request: HttpRequest) -> HttpResponse:
    entered = {"number": request.GET.get("so", "")}
    entered["code"] = slugify(entered["number"].replace("Đ", "D").replace("đ", "d"))
    form = CitedDocumentForm(request.POST or None, initial=entered)
    if form.is_valid():
        document = enter_document(document=form.instance, by=request.user)
        messages.success(request, f"Đã ghi sổ {document}.")
        return redirect("document_list")
    return render(request, "reports/document_create.html", {"form": form})


@requires("document_edit")
def document_edit(request: HttpRequest, code: str) -> HttpResponse:
    documents = CitedDocument.objects.visible_to(request.user)
    document = get_object_or_404(documents, code=code)
    form = CitedDocumentForm(request.POST or None, instance=document)
    # Texts name the document by its code: it stays.
    form.fields["code"].disabled = True
    if form.is_valid():
        form.save()
        messages.success(request, f"Đã sửa {form.instance}; báo cáo chưa ban hành in theo bản mới.")
        return redirect("document_list")
    name = str(get_object_or_404(documents, code=code))
    context = {"form": form, "name": name, "document": document}
    return render(request, "reports/document_edit.html", context)
