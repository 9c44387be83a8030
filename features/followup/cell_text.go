package followup

import (
	"context"
	"strconv"

	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// cellDays writes the days a cell covers; a whole year by its number.
func cellDays(cell CellStatus) string {
	if cell.Span == calendar.Year(cell.From.Year()) {
		return strconv.Itoa(cell.From.Year())
	}
	return cell.From.String() + "–" + cell.To.String()
}

// quarters writes a run of quarters: "kv 1 2018–kv 4 2019".
func quarters(ctx context.Context, window calendar.QuarterSpan) string {
	name := func(q calendar.Quarter) string {
		return i18n.T(ctx, "followup.page.quarter", "number", q.Number(), "year", q.Year())
	}
	return name(window.From) + "–" + name(window.To)
}

// cellNumbers writes what was counted and what is wanted: "3 av 4", or the two sums of a ratio.
func cellNumbers(ctx context.Context, cell CellStatus) string {
	switch cell.Kind {
	case plan.Judgement:
		return ""
	case plan.Ratio:
		return i18n.T(ctx, "followup.page.of", "part", cell.Numerator.String(), "whole", cell.Denominator.String())
	case plan.Threshold:
		return i18n.T(ctx, "followup.page.counted", "number", cell.Count)
	}
	return i18n.T(ctx, "followup.page.of", "part", cell.Count, "whole", strconv.FormatFloat(cell.Target, 'f', -1, 64))
}

// parts counts the cells of each status, for a strip of marks.
func parts(ctx context.Context, totals Totals) []ui.Part {
	all := make([]ui.Part, len(Statuses))
	for i, status := range Statuses {
		all[i] = ui.Part{Shape: string(status), Word: i18n.In(ctx).Text(status.Name()), Count: totals.Of(status)}
	}
	return all
}

// dueText says how many of the cells that are over, or met before their time, are met.
func dueText(ctx context.Context, status PlanStatus, met, due int) string {
	if late := status.Totals.Of(MetLate); late > 0 {
		return i18n.T(ctx, "followup.page.due_late", "met", met, "due", due, "late", late)
	}
	return i18n.T(ctx, "followup.page.due", "met", met, "due", due)
}
