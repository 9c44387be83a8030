package followup

import (
	"context"
	"strconv"

	"samverk/features/plan"
	"samverk/platform/i18n"
)

// cellDays writes the days a cell covers.
func cellDays(cell CellStatus) string { return cell.From.String() + "–" + cell.To.String() }

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
