from django import forms

from config.fields import DateField
from reports.cleaning import cleaned_line
from reports.models import CitedDocument


class CitedDocumentForm(forms.ModelForm):
    issued_on = DateField(label="Ngày ban hành", required=False)

    class Meta:
        model = CitedDocument
        fields = ("doc_type", "number", "issued_on", "issuer", "subject", "code", "note")
        widgets = {"subject": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "doc_type": "Ví dụ Quyết định, Công văn, Kết luận.",
            "number": "Ví dụ 759/QĐ-TTg; không gõ chữ “số”.",
            "subject": "Nối liền sau tên cơ quan khi trích dẫn đầy đủ, ví dụ: về chính sách …",
        }

    def clean_number(self) -> str:
        number: str = cleaned_line(self.cleaned_data["number"])
        return number.removeprefix("Số").removeprefix("số").strip(" :")
