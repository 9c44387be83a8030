package plan

import (
	"context"

	"samverk/platform/i18n"
)

// linesOf says where a field was read and how much of it was repaired: "rad 233–239, 8 rättade ord".
func (v reviewView) linesOf(ctx context.Context, lines [2]int) string {
	if lines[0] == 0 {
		return ""
	}
	where := linesText(ctx, lines[0], lines[1])
	if repaired := repairedWords(v.Lines, lines[0], lines[1]); repaired > 0 {
		return i18n.T(ctx, "plan.review.repaired", "where", where, "count", repaired)
	}
	return where
}

func (v reviewView) source(ctx context.Context, sources map[string]Source, field string) string {
	return v.linesOf(ctx, sources[field].Lines)
}

func (v reviewView) sourcesOf(ctx context.Context, sources map[string]Source) map[string]string {
	said := map[string]string{}
	for field := range sources {
		said[field] = v.source(ctx, sources, field)
	}
	return said
}
