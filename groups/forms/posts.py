"""Posts of villages, their publication, the town's catalogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Post, Zone
from members.filters import VillageFilter
from members.models import Village
from members.public import not_to_come
from tools import clock
from tools.workflow.forms import SeenForm


class PublishForm(forms.Form):
    """The day on which the two committees published the scheme of posts; typed later is all right."""

    published_on = forms.DateField(label=_("published on"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("note"), max_length=200, required=False)

    def __init__(self, *args: Any, scheme: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["published_on"].initial = (scheme.published_on if scheme else clock.today()).isoformat()
        self.fields["note"].initial = scheme.note if scheme else ""

    def clean_published_on(self) -> Any:
        """Published is what hangs on the wall already."""
        return not_to_come(self.cleaned_data["published_on"])


class PostForm(SeenForm):
    """A post of a village: zone, name, duties, seats. The leader's has one seat for good."""

    zone = forms.ModelChoiceField(label=_("zone"), queryset=Zone.objects.all(), empty_label=None)

    class Meta:
        model = Post
        fields = ["name", "duties", "seats", "suits", "position"]
        widgets = {"duties": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"position": _("Posts of a group are listed by it, small numbers first.")}

    field_order = ["zone", "name", "duties", "seats", "suits", "position"]

    def __init__(self, *args: Any, village: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.village = village
        if self.instance.pk:
            del self.fields["zone"]
        if self.instance.is_leader:
            del self.fields["seats"], self.fields["suits"], self.fields["position"]

    def clean(self) -> dict[str, Any]:
        """One name once in a group, as long as it is offered."""
        cleaned = super().clean()
        zone = self.instance.group.zone if self.instance.pk else cleaned.get("zone")
        name = cleaned.get("name")
        if zone and name:
            same = Post.objects.offered().filter(group__village=self.village, group__zone=zone, name=name)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", _t("There is a post “%(name)s” in this group already.") % {"name": name})
        return cleaned


class WishForm(forms.Form):
    """The posts that a member would like, zone by zone; none is an answer too."""

    MOST = 5
    posts = forms.ModelMultipleChoiceField(
        label=_("posts he would like"), queryset=Post.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask him, or let him tick them himself. It binds nobody; nobody else reads it but the village's office."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, village: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Post.objects.visible_to(user).offered().filter(group__village=village).in_order()
        self.fields["posts"].queryset = offered.select_related("group__zone")
        self.fields["posts"].label_from_instance = lambda post: f"{post.group.zone} · {post.name}"

    def clean_posts(self) -> Any:
        """A few: who would like everything has told nothing."""
        posts = self.cleaned_data["posts"]
        if len(posts) > self.MOST:
            raise forms.ValidationError(_t("Tick %(most)s posts at most.") % {"most": self.MOST})
        return posts


class CopyForm(forms.Form):
    """Into which villages the catalogue is copied."""

    everywhere = forms.TypedChoiceField(
        label=_("copy into"), choices=[("yes", _("all villages")), ("no", _("the villages ticked below"))], initial="yes",
        widget=forms.RadioSelect, coerce=lambda value: value == "yes",
    )  # fmt: skip
    villages = forms.ModelMultipleChoiceField(
        label=_("villages"),
        queryset=Village.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["villages"].queryset = Village.objects.visible_to(user).order_by("code")

    def clean(self) -> dict[str, Any]:
        """Some village has to be chosen."""
        cleaned = super().clean()
        if cleaned.get("everywhere"):
            cleaned["villages"] = self.fields["villages"].queryset
        elif "villages" in cleaned and not cleaned["villages"]:
            self.add_error("villages", _t("Tick at least one village."))
        return cleaned


class GroupFilter(VillageFilter):
    """Groups by village and zone."""

    zone = forms.ModelChoiceField(
        label=_("zone"), queryset=Zone.objects.all(), required=False, empty_label=_("all zones")
    )

    def narrow(self, rows: Any, village: str, zone: str) -> Any:
        """`rows` as far as asked for; the paths say where a row keeps its village and its zone."""
        for path, name in ((village, "village"), (zone, "zone")):
            if self.chosen(name):
                rows = rows.filter(**{path: self.chosen(name)})
        return rows
