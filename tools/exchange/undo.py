"""Take back what a sheet wrote, as long as nobody has touched its rows since."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from tools import clock
from tools.exchange import constraints
from tools.exchange.models import Batch
from tools.exchange.resource import BATCH, SheetResource
from tools.history import bulk
from tools.history.blanking import blank
from tools.history.versions import CHANGED, NEW

NAMED = 5
"""So many of those who stand in the way are named."""


class NotUndone(Exception):
    """Nothing was taken back; the sentence says why."""


def undo(batch: Batch, resource: SheetResource, user: Any) -> None:
    """Take back all of it in one transaction: the new records go, the changed ones say again what they said. Raises NotUndone.

    The locks are those of an import, so that nobody writes between the look and the taking back.
    """
    try:
        with transaction.atomic():
            resource.lock(user)
            batch = Batch.objects.select_for_update().get(pk=batch.pk)
            if batch.undone_at or not batch.applied_at:
                raise NotUndone(_("This file was taken back already."))
            with resource.undoing(written := batch.marks()):
                # What hangs on a record goes before the record.
                for label in sorted(written, key=lambda label: label == resource._meta.model._meta.label_lower):
                    _take_back(apps.get_model(label), written[label], batch, user)
            batch.undone_at, batch.undone_by = clock.now(), user
            batch.save(update_fields=["undone_at", "undone_by"])
    except ProtectedError as error:
        raise NotUndone(
            _("It cannot be taken back: something was entered since for %(names)s.") % {"names": _named(error)}
        ) from error
    except IntegrityError as error:
        if sentence := constraints.sentence(error):
            raise NotUndone(sentence) from error
        raise


def _take_back(model: type[models.Model], marks: dict[int, dict[str, Any]], batch: Batch, user: Any) -> None:
    versions = list(model.history.filter(history_id__in=marks))
    records = {version.id: version for version in versions}
    latest = model.history.filter(id__in=records).values("id").order_by("id").annotate(last=Max("history_id"))
    touched = [row["id"] for row in latest if row["last"] not in marks]
    if touched:
        raise NotUndone(
            _("It cannot be taken back: %(names)s changed since then. Correct the records themselves.")
            % {"names": _called(_name(records[pk]) or str(pk) for pk in touched)}
        )
    rows = model.objects.visible_to(user).filter(pk__in=records)
    if rows.count() != len(records):
        raise NotUndone(_("It cannot be taken back: not all of its rows are yours any more."))
    told = {"default_user": user, "default_change_reason": _("taken back: %(file)s") % {"file": batch.file_name}}
    told = told | {"default_date": clock.now()}
    changed = {version.id: marks[version.pk] for version in versions if version.history_type == CHANGED}
    _restore(model, changed, {version.id: version.pk for version in versions}, told)
    new = [version.id for version in versions if version.history_type == NEW]
    rows.filter(pk__in=new).delete()
    blank(model, new)


def _restore(model: type[models.Model], kept: dict[int, dict[str, Any]], own: dict[int, int], told: dict) -> None:
    """Set the records back to the versions before; what no version keeps comes from the batch."""
    before: dict[int, Any] = {}
    for version in model.history.filter(id__in=kept).order_by("history_id"):
        if version.pk < own[version.id]:
            before[version.id] = version
    if len(before) != len(kept):
        raise NotUndone(_("It cannot be taken back: of some rows nobody knows any more what they said before."))
    fields = [field for field in model.history.model.tracked_fields if not field.primary_key]
    objs = list(model.objects.filter(pk__in=kept).order_by("pk"))
    names = {field.name for field in fields}
    for obj in objs:
        for field in fields:
            setattr(obj, field.attname, getattr(before[obj.pk], field.attname))
        for name, value in kept[obj.pk].items():
            setattr(obj, name, value)
            names.add(name)
    if objs:
        upsert = {"update_conflicts": True, "unique_fields": ["pk"], "update_fields": sorted(names)}
        model.objects.bulk_create(objs, batch_size=BATCH, **upsert)
    for field in model.history.model._history_m2m_fields:
        _relink(field, {obj.pk: before[obj.pk].pk for obj in objs})
    bulk.write(model, [obj.pk for obj in objs], update=True, **told)


def _relink(field: models.ManyToManyField, versions: dict[int, int]) -> None:
    """Hang on each record what hung on its version."""
    through, kept = field.remote_field.through, getattr(field.model.history.model, field.name).model
    record = through._meta.get_field(field.m2m_field_name()).attname
    other = through._meta.get_field(field.m2m_reverse_field_name()).attname
    through.objects.filter(**{f"{record}__in": versions}).delete()
    links = kept.objects.filter(history__in=versions.values()).values_list(record, other)
    through.objects.bulk_create([through(**{record: one, other: two}) for one, two in links], batch_size=BATCH)


def _name(version: Any) -> str:
    return str(getattr(version, "name", "") or getattr(version, "content", ""))


def _named(error: ProtectedError) -> str:
    return _called(str(thing) for thing in error.protected_objects)


def _called(names: Any) -> str:
    found = sorted(set(names))
    return "、".join(found[:NAMED]) + ("……" if len(found) > NAMED else "")
