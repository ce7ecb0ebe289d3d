"""The tables drawn: one page with a diagram and a table for every workflow, for docs/procedure.md."""

from django.utils.translation import override

from tools.workflow.engine import INTERNAL, REGISTRY, Workflow
from tools.workflow.models import UNDO


def page() -> str:
    """The whole page, in Chinese, from the tables as they stand."""
    with override("zh-hans"):
        parts = [section(REGISTRY[label]) for label in sorted(REGISTRY)]
    head = "# 办理程序\n\n本页由 `manage.py diagram` 根据程序表生成，请勿手改。\n"
    return "\n".join([head, *parts])


def section(workflow: Workflow) -> str:
    """One workflow: its states as a diagram, its moves as a table."""
    label = {state.value: str(state.label) for state in workflow.states}
    name = str(workflow.model._meta.verbose_name)
    lines = [f"## {name}（`{workflow.label}`）", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value}: {text}" for value, text in label.items()]
    lines += [f"    [*] --> {workflow.model._meta.get_field('state').get_default()}"]
    # Taking back leads from anywhere to where it came from: arrows would only hide the others.
    for move in (move for move in workflow.moves if move.name != UNDO):
        for target in (move.target, *move.others):
            lines += [f"    {source} --> {target}: {move.label}" for source in move.sources]
    lines += ["```", "", "| 办理 | 标识 | 由 | 到 | 由谁办理 | 不得由 |", "|---|---|---|---|---|---|"]
    for move in workflow.moves:
        by = "、".join(move.by) if move.by != INTERNAL else "（随其他办理自动进行）"
        if move.paper:
            by += f"（整本补录时还有：{'、'.join(move.paper)}）"
        sources = "、".join(label[source] for source in move.sources)
        targets = " / ".join(label[target] for target in (move.target, *move.others))
        lines.append(
            f"| {move.label} | `{move.name}` | {sources} | {targets} | {by} | {'、'.join(move.never) or '—'} |"
        )
    return "\n".join([*lines, ""])
